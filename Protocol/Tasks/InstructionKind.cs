using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Tasks;

/// <summary>What Keeper itself knows of a kind of instruction: how to read its arguments, and whether it may run twice.</summary>
/// <param name="Name">The kind's name.</param>
/// <param name="Read">Reads the arguments and notes every fault; its result is the argument record.</param>
/// <param name="IsRepeatable">Whether an attempt that was lost while it ran may be made again (design.md section 5).</param>
public sealed record InstructionKind(string Name, Func<ObjectReader, object?> Read, Func<object, bool> IsRepeatable);
