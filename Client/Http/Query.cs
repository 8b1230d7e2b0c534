using System.Text;

namespace Keeper.Client.Http;

/// <summary>Builds a query from what is given.</summary>
internal sealed class Query
{
    private readonly StringBuilder _text = new();

    public Query Add(string name, string? value)
    {
        if (value is not null)
            _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    public Query Add(string name, int? value) => Add(name, value?.ToString());

    public override string ToString() => _text.ToString();
}
