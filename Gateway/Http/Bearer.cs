using Microsoft.AspNetCore.Http;

namespace Keeper.Gateway.Http;

/// <summary>Reads <c>Authorization: Bearer SECRET</c>.</summary>
internal static class Bearer
{
    private const string Scheme = "Bearer ";
    private const int MaxLength = 400;

    /// <summary>The secret; <see langword="null"/> when there is none or several.</summary>
    public static string? Read(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        return header.Count == 1
            && header[0] is { Length: <= MaxLength } value
            && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && value.AsSpan(Scheme.Length).Trim() is { Length: > 0 } secret
            ? secret.ToString() : null;
    }
}
