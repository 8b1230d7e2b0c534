namespace Keeper.Agent.Tests.Files.Power;

/// <summary>One change of a disk, as the program asked for it.</summary>
internal abstract record DiskStep
{
    public sealed record Named(string Path, int File) : DiskStep;

    public sealed record Renamed(string From, string To) : DiskStep;

    public sealed record FolderSynced : DiskStep;

    public sealed record Resized(int File, int Length) : DiskStep;

    public sealed record Written(int File, int Offset, byte[] Bytes) : DiskStep;

    public sealed record Synced(int File) : DiskStep;
}
