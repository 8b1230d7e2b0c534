using System.Text.RegularExpressions;
using Keeper.Agent.Probes.Log;
using Keeper.Protocol.Probes;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Log;

public sealed class LogPositionsTests : IDisposable
{
    private static readonly LogProgress Progress = new("/var/log/app.log", "t1", null, new LogPosition("1:2", 300, "abc", true));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_AfterSave_IsWhatWasSavedAlsoForAnother()
    {
        Positions().Save("k", Progress);

        Assert.Equal(Progress, Positions().Load("k"));
        Assert.Null(Positions().Load("other"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("\u0000\u0000\u0000")]
    public void Load_DamagedFile_IsNone(string content)
    {
        var positions = Positions();
        positions.Save("k", Progress);
        File.WriteAllText(_folder.Combine("positions", "k.json"), content);

        Assert.Null(positions.Load("k"));
    }

    [Fact]
    public void Load_TornFile_IsNone()
    {
        var positions = Positions();
        positions.Save("k", Progress);
        var path = _folder.Combine("positions", "k.json");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^20]);

        Assert.Null(positions.Load("k"));
    }

    [Fact]
    public void Save_TooMany_ForgetsTheOldest()
    {
        var positions = new LogPositions(_folder.Combine("positions")) { MaxPositions = 3 };
        foreach (var age in Enumerable.Range(1, 5))
        {
            positions.Save($"k{age}", Progress);
            File.SetLastWriteTimeUtc(_folder.Combine("positions", $"k{age}.json"), DateTime.UnixEpoch.AddDays(age));
        }

        Assert.Equal(["k3.json", "k4.json", "k5.json"], Directory.GetFiles(_folder.Combine("positions")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void StartOf_TaskThatReadBefore_BeginsWhereItBegan()
    {
        var progress = Progress with { Before = LogPosition.BeforeAnyFile };

        Assert.Equal((progress.Before, progress.After), (progress.StartOf("t1"), progress.StartOf("t2")));
    }

    [Fact]
    public void KeyOf_PatternOrName_TellsChecksApart()
    {
        string[] keys = [Key("/a", "x"), Key("/a", "y"), Key("/b", "x"), Key("/a", "x", "n"), Key("/b", "x", "n"), Key("/a", "n")];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(Key("/a", "x", "n"), Key("/a", "y", "n"));
    }

    private static string Key(string path, string pattern, string? position = null) =>
        LogPositions.KeyOf(new LogArguments { Path = path, Pattern = new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1)), Position = position });

    private LogPositions Positions() => new(_folder.Combine("positions"));
}
