using Keeper.Gateway.Operator;

namespace Keeper.Gateway.Tests.Fakes;

/// <summary>Backups as a test wants them.</summary>
internal sealed class FakeBackups : IBackupSource
{
    public Func<Stream, CancellationToken, Task> OnWrite { get; set; } = (output, c) => output.WriteAsync("data"u8.ToArray(), c).AsTask();

    public Task WriteAsync(Stream output, CancellationToken cancellation) => OnWrite(output, cancellation);
}
