using System.Text.Json.Serialization.Metadata;
using Keeper.Gateway.Http;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Validation;

namespace Keeper.Gateway.Operator;

/// <summary>Answers lists.</summary>
internal static class Pages
{
    /// <summary>Reads a page and answers it. A cursor that the list does not know is the caller's mistake.</summary>
    public static async Task AnswerAsync<TPage, TItem>(
        OperatorCall call, string? cursor, Func<Task<TPage>> read, Func<TPage, ItemPage<TItem>> map, JsonTypeInfo<ItemPage<TItem>> type)
    {
        TPage page;
        try
        {
            page = await read();
        }
        catch (Exception e) when (cursor is not null && e is ArgumentException or FormatException)
        {
            await call.RefuseAsync(Problem.Invalid("cursor", $"'{Names.Shorten(cursor)}' is not a cursor of this list"));
            return;
        }

        await call.AnswerAsync(map(page), type);
    }
}
