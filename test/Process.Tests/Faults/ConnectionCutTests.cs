namespace Keeper.Process.Tests.Faults;

/// <summary>Connections between agents and gateway that break in the middle of a request or an answer, or fall silent.</summary>
public sealed class ConnectionCutTests
{
    public static TheoryData<string> Directions => ["request", "response", "either", "silence"];

    [Theory]
    [MemberData(nameof(Directions))]
    public async Task Connection_BreaksInTheMiddle_LosesNothing(string direction)
    {
        FaultProxy? proxy = null;
        try
        {
            await using var fleet = await Fleet.StartAsync(gateway: f => (proxy = new FaultProxy(f.Silo.GatewayUrl)).Url);
            var random = new Random(direction.Length);
            proxy!.Break(() => Next(direction, random));
            // Agents keep connections that work: only new ones break, so the old ones have to go first.
            foreach (var agent in fleet.Agents)
            {
                await agent.KillAsync();
                agent.Start();
            }

            var submission = fleet.SubmitAsync(0, FaultScale.Tasks);
            await proxy.WhenStruckAsync(direction == "silence" ? 3 : 12);
            proxy.Break(() => Fault.None);

            var evidence = await fleet.StopAndReadAsync(await submission);

            Assert.Equal(FaultScale.Tasks, evidence.Tasks.Count);
            Assert.Empty(InvariantChecker.Faults(evidence));
        }
        finally
        {
            if (proxy is not null)
                await proxy.DisposeAsync();
        }
    }

    /// <summary>Where it breaks is anywhere from the first line to the middle of the second or third exchange.</summary>
    private static Fault Next(string direction, Random random)
    {
        lock (random)
        {
            var bytes = random.Next(1, 3_000);
            return direction switch
            {
                "request" => new Fault(Request: bytes),
                "response" => new Fault(Response: bytes),
                "silence" => new Fault(Response: bytes, Hole: true),
                _ => random.Next(2) == 0 ? new Fault(Request: bytes) : new Fault(Response: bytes),
            };
        }
    }
}
