namespace Keeper.Silo.Start;

/// <summary>The silo's data folder.</summary>
/// <param name="Path">Its full path.</param>
internal sealed record DataFolder(string Path);
