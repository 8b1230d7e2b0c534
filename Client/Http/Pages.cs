using System.Runtime.CompilerServices;
using Keeper.Protocol.Operator;

namespace Keeper.Client.Http;

/// <summary>Walks a list page by page.</summary>
internal static class Pages
{
    public static async IAsyncEnumerable<T> WalkAsync<T>(
        Func<string?, CancellationToken, Task<ItemPage<T>>> fetch,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? cursor = null;
        do
        {
            var page = await fetch(cursor, cancellation);
            foreach (var item in page.Items)
                yield return item;
            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
