namespace Keeper.Dashboard.ResultViews.Model;

/// <summary>One part of what a target said, in the form in which it reads best.</summary>
/// <param name="Title">What it is.</param>
internal abstract record OutputView(string Title);

/// <summary>Text as it came.</summary>
internal sealed record TextOutput(string Title, string Text) : OutputView(Title);

/// <summary>Names with values.</summary>
internal sealed record FactsOutput(string Title, IReadOnlyList<(string Name, string Value)> Facts) : OutputView(Title);

/// <summary>Records of one shape.</summary>
internal sealed record TableOutput(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : OutputView(Title);
