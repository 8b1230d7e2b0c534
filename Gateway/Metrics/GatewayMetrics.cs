using System.Diagnostics.Metrics;

namespace Keeper.Gateway.Metrics;

/// <summary>The gateway's own figures. Label values are always one of a fixed few.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _polls;
    private readonly UpDownCounter<long> _parked;
    private readonly Counter<long> _instructions;
    private readonly Counter<long> _reports;
    private readonly Counter<long> _submitted;
    private readonly Counter<long> _authFailures;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _durations;

    public GatewayMetrics(IMeterFactory factory)
    {
        _meter = factory.Create("Keeper.Gateway");
        _polls = _meter.CreateCounter<long>("keeper.gateway.polls", description: "Polls that were let in.");
        _parked = _meter.CreateUpDownCounter<long>("keeper.gateway.polls.parked", description: "Polls that wait for work now.");
        _instructions = _meter.CreateCounter<long>("keeper.gateway.instructions", description: "Instructions handed to agents, repeated ones included.");
        _reports = _meter.CreateCounter<long>("keeper.gateway.reports", description: "Reports of agents, by whether they were accepted.");
        _submitted = _meter.CreateCounter<long>("keeper.gateway.tasks.submitted", description: "Tasks taken from operators.");
        _authFailures = _meter.CreateCounter<long>("keeper.gateway.auth.failures", description: "Requests without a valid credential, by who they claimed to be of.");
        _requests = _meter.CreateCounter<long>("keeper.gateway.requests", description: "Requests by endpoint and status.");
        _durations = _meter.CreateHistogram<double>(
            "keeper.gateway.request.duration", "s", "Time to answer, parked polls and waiting reads included.");
    }

    public void Poll() => _polls.Add(1);

    public void Parked(int change) => _parked.Add(change);

    public void Instructions(int count)
    {
        if (count > 0)
            _instructions.Add(count);
    }

    public void Reports(int accepted, int refused)
    {
        if (accepted > 0)
            _reports.Add(accepted, new KeyValuePair<string, object?>("result", "accepted"));
        if (refused > 0)
            _reports.Add(refused, new KeyValuePair<string, object?>("result", "refused"));
    }

    public void Submitted(int count)
    {
        if (count > 0)
            _submitted.Add(count);
    }

    public void AuthFailure(string caller) => _authFailures.Add(1, new KeyValuePair<string, object?>("caller", caller));

    public void Request(string endpoint, int status, TimeSpan duration)
    {
        _requests.Add(1, new KeyValuePair<string, object?>("endpoint", endpoint), new KeyValuePair<string, object?>("status", status));
        _durations.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("endpoint", endpoint));
    }

    public void Dispose() => _meter.Dispose();
}
