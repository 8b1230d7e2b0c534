namespace Orleans.Embedded.Persistence;

/// <summary>Something that is read before the grain's activation code runs.</summary>
internal interface IReadAtStart
{
    Task ReadAtStartAsync(CancellationToken token);
}
