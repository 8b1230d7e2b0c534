using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Keeper.Grains.Tests.Hosting;
using Microsoft.FSharp.Core;

namespace Keeper.Grains.Tests.Model;

/// <summary>
/// Queue, leases and attempts against a reference model, with everything happening in any order. A failure prints the
/// seed and the shortest list of steps that still fails; KEEPER_MODEL_SEED and KEEPER_MODEL_RUNS run others, or more.
/// </summary>
public sealed class LifeCycleModelTests(ModelServer server) : IClassFixture<ModelServer>
{
    private const int RunsPerSeed = 5;
    private const int RunsOnPostgreSql = 3;
    private const int MaxShrinks = 60;

    public static TheoryData<ulong> Seeds => Number("KEEPER_MODEL_SEED") is { } seed ? [seed] : [1, 2, 3, 4, 5, 6];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Tasks_AnythingInAnyOrder_DoWhatTheModelSays(ulong seed) =>
        Try(seed, RunsPerSeed, () => Task.FromResult<ClusterData>(new SqliteData()));

    [PostgreSqlTheory]
    [MemberData(nameof(Seeds))]
    public void Tasks_AnythingInAnyOrderWithTakeOvers_DoWhatTheModelSays(ulong seed) =>
        Try(seed, RunsOnPostgreSql, async () => new PostgreSqlData(await server.NewDatabaseAsync()));

    private static void Try(ulong seed, int runs, Func<Task<ClusterData>> data)
    {
        var config = Config.QuickThrowOnFailure
            .WithName($"KEEPER_MODEL_SEED={seed}")
            .WithMaxTest((int)(Number("KEEPER_MODEL_RUNS") ?? (ulong)runs))
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));

        // Off the test's synchronisation context, which the runs would wait for.
        Check.One(config, Prop.ForAll(Steps.Lists(MaxShrinks), steps => Task.Run(async () => await ModelRun.RunAsync(steps, await data())).GetAwaiter().GetResult()));
    }

    private static ulong? Number(string variable) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
