using System.Globalization;

namespace Keeper.Bench.Load;

/// <summary>What a run measures and how much of it.</summary>
internal sealed record LoadOptions
{
    public double Seconds { get; init; } = 5;

    public int Rounds { get; init; } = 3;

    public int Connections { get; init; } = 64;

    public int Samples { get; init; } = 2_000;

    public int Agents { get; init; } = 10_000;

    public int Tasks { get; init; } = 200_000;

    public double IdleSeconds { get; init; } = 30;

    /// <summary>Whether the silo keeps its data on a PostgreSQL server of the measurement's own instead of in SQLite.</summary>
    public bool PostgreSql { get; init; }

    /// <summary>Small enough for a build machine: shows that the program runs, not how fast Keeper is.</summary>
    public static LoadOptions Smoke { get; } = new() { Seconds = 0.5, Rounds = 1, Connections = 4, Samples = 50, Agents = 50, Tasks = 2_000, IdleSeconds = 1 };

    public static LoadOptions Parse(string[] arguments)
    {
        var options = arguments.Contains("--smoke", StringComparer.Ordinal) ? Smoke : new LoadOptions();
        for (var i = 0; i + 1 < arguments.Length; i++)
        {
            var value = arguments[i + 1];
            options = arguments[i] switch
            {
                "--seconds" => options with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) },
                "--rounds" => options with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) },
                "--connections" => options with { Connections = int.Parse(value, CultureInfo.InvariantCulture) },
                "--samples" => options with { Samples = int.Parse(value, CultureInfo.InvariantCulture) },
                "--agents" => options with { Agents = int.Parse(value, CultureInfo.InvariantCulture) },
                "--storage" => options with
                {
                    PostgreSql = value switch
                    {
                        "postgresql" => true,
                        "sqlite" => false,
                        _ => throw new FormatException($"--storage is '{value}'; it must be sqlite or postgresql."),
                    },
                },
                "--tasks" => options with { Tasks = int.Parse(value, CultureInfo.InvariantCulture) },
                _ => options,
            };
        }

        return options;
    }
}
