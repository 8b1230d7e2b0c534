using System.CommandLine;
using Keeper.Cli.Errors;
using Keeper.Cli.Hosting;
using Keeper.Protocol.Operator;

namespace Keeper.Cli.Arguments;

/// <summary>How much of a list is shown, and from where.</summary>
internal sealed class PagingOptions
{
    /// <summary>Largest page that the API gives (api.md).</summary>
    private const int LargestPage = 1000;

    private const int MostItems = 100_000;

    public Option<int> Limit { get; } = NumberOption.Create(
        "--limit", $"Show at most this many, up to {MostItems}.", 1, MostItems, unsaid: 100);

    public Option<string?> Cursor { get; } = new("--cursor")
    {
        Description = "Go on where a list before ended.",
        HelpName = "CURSOR",
    };

    /// <summary>Fetches as many pages as the limit needs, and answers them as one.</summary>
    public async Task<ItemPage<T>> FetchAsync<T>(
        Session session,
        Func<int, string?, CancellationToken, Task<ItemPage<T>>> fetch,
        CancellationToken cancellation)
    {
        var limit = session.Get(Limit);
        var items = new List<T>();
        var cursor = session.Get(Cursor);
        do
        {
            var page = await fetch(Math.Min(limit - items.Count, LargestPage), cursor, cancellation);
            items.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null && items.Count < limit);
        return new ItemPage<T>(items, cursor);
    }

    /// <summary>Tells a person that there is more.</summary>
    public static ExitCode Finish(Session session, string? next)
    {
        if (next is not null)
            session.Print.Note($"There are more: --cursor {next}, or a larger --limit.");
        return ExitCode.Ok;
    }
}
