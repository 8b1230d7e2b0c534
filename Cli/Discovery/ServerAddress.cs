namespace Keeper.Cli.Discovery;

/// <summary>Where to ask and with which key, and where each was found, so that an error can say so.</summary>
/// <param name="Urls">Addresses of the operator API.</param>
/// <param name="UrlSource">For people, for example <c>--url</c>.</param>
/// <param name="Key">The key; <see langword="null"/> when none was found.</param>
/// <param name="KeySource">Where the key was found, or why there is none.</param>
internal sealed record ServerAddress(IReadOnlyList<Uri> Urls, string UrlSource, string? Key, string KeySource);
