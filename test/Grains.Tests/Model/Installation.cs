namespace Keeper.Grains.Tests.Model;

/// <summary>A process of an agent.</summary>
internal readonly record struct Installation(string Instance, DateTimeOffset StartedAt);
