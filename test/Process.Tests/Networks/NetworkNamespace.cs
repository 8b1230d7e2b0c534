using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Keeper.Testing;

namespace Keeper.Process.Tests.Networks;

/// <summary>A network of its own on this machine: its own interfaces, routes, firewall and ports.</summary>
internal sealed partial class NetworkNamespace
{
    private const int CloneNewNet = 0x40000000;

    private NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    public static async Task<NetworkNamespace> CreateAsync(string name)
    {
        await RunAsync("ip", ["netns", "add", name]);
        var created = new NetworkNamespace(name);
        await created.IpAsync("link set lo up");
        return created;
    }

    /// <summary>Removes a namespace, and with it its interfaces and rules.</summary>
    public static Task DeleteAsync(string name) => RunAsync("ip", ["netns", "del", name]);

    /// <summary>Runs <c>ip</c> inside.</summary>
    public Task IpAsync(string arguments) => RunAsync("ip", ["-n", Name, .. arguments.Split(' ')]);

    /// <summary>Runs <c>nft</c> inside.</summary>
    public Task NftAsync(string ruleset) => RunAsync("ip", ["netns", "exec", Name, "nft", ruleset]);

    /// <summary>The command that starts a program inside; it has the process id of the starter.</summary>
    public (string File, IEnumerable<string> Arguments) Inside(string file, IEnumerable<string> arguments) =>
        ("ip", ["netns", "exec", Name, file, .. arguments]);

    /// <summary>
    /// A socket that belongs to this namespace, for use from this very process: a socket stays where it was made, so a
    /// thread goes there, makes it and ends.
    /// </summary>
    public Socket CreateSocket()
    {
        Socket? socket = null;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var handle = File.OpenHandle($"/run/netns/{Name}");
                if (setns((int)handle.DangerousGetHandle(), CloneNewNet) != 0)
                    throw new Win32Exception(Marshal.GetLastPInvokeError(), $"setns({Name})");
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            }
            catch (Exception e) when (e is IOException or Win32Exception or SocketException)
            {
                fault = e;
            }
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new InvalidOperationException($"No socket in {Name}.", fault);
    }

    /// <summary>An HTTP handler whose connections start in this namespace.</summary>
    public SocketsHttpHandler HttpHandler() => new()
    {
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = CreateSocket();
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    /// <summary>Whether a connection can be opened from here.</summary>
    public async Task<bool> CanConnectAsync(IPAddress address, int port)
    {
        using var socket = CreateSocket();
        // Dropped packets give no answer, so this one waits for a time: long for two ends on one machine.
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), deadline.Token);
            return true;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return false;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task RunAsync(string file, IEnumerable<string> arguments)
    {
        var command = arguments.ToList();
        var result = await ChildProcess.RunAsync(file, command);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"{file} {string.Join(' ', command)} ended with {result.ExitCode}: {result.Output}");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setns(int descriptor, int kind);
}
