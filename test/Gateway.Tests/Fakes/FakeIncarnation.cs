using Keeper.Gateway.Agents;

namespace Keeper.Gateway.Tests.Fakes;

/// <summary>The platform's incarnation, which a test changes as a restore would.</summary>
internal sealed class FakeIncarnation : IIncarnation
{
    public string Current { get; set; } = "first";
}
