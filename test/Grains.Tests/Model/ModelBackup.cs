namespace Keeper.Grains.Tests.Model;

/// <summary>A backup, and what the model and the platform believed when it was made.</summary>
internal sealed record ModelBackup(byte[] Data, IReadOnlyList<ModelTask> Tasks, IReadOnlyDictionary<string, Installation> Agents);
