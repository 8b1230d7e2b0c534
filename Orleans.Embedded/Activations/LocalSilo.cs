using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Embedded.Calls;
using Orleans.Embedded.Filters;
using Orleans.Embedded.Proxies;
using Orleans.Embedded.Strictness;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>The silo: everything that the activations of one process share.</summary>
internal sealed partial class LocalSilo
{
    private readonly ILogger<LocalSilo> _logger;

    public LocalSilo(
        IServiceProvider services,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        StrictnessSwitch strictness,
        ILogger<LocalSilo> logger)
    {
        _logger = logger;
        Services = services;
        Clocks = new Clocks(services);
        Collection = collection.Value;
        ResponseTimeout = messaging.Value.ResponseTimeout;
        MaxWaitingCalls = messaging.Value.MaxEnqueuedRequestsHardLimit;
        Classes = new GrainClasses(ApplicationTypes.GrainClasses());
        Interfaces = new GrainInterfaces();
        Directory = new ActivationDirectory(this);
        Deadlines = new Deadlines(Clocks.Calls);
        Filters = new FilterRunner(this);
        Strictness = strictness.IsOn ? new StrictChecks() : null;
    }

    public IServiceProvider Services { get; }

    public Clocks Clocks { get; }

    public GrainCollectionOptions Collection { get; }

    public TimeSpan ResponseTimeout { get; }

    public TimeSpan ActivationTimeout => Collection.ActivationTimeout;

    public TimeSpan DeactivationTimeout => Collection.DeactivationTimeout;

    public int MaxWaitingCalls { get; }

    public IIncomingGrainCallFilter[] IncomingFilters { get; private set; } = [];

    public IOutgoingGrainCallFilter[] OutgoingFilters { get; private set; } = [];

    public GrainClasses Classes { get; }

    public GrainInterfaces Interfaces { get; }

    public ActivationDirectory Directory { get; }

    public Deadlines Deadlines { get; }

    public FilterRunner Filters { get; }

    public StrictChecks? Strictness { get; }

    /// <summary>Counts collection quanta; activations note it when they are used.</summary>
    public int CollectionRound { get; set; }

    public void LogFault(Exception fault, Call call) => LogCallFault(_logger, fault, call.ToString() ?? "");

    public void LogActivationFault(Exception fault, GrainId grainId) => LogActivationFault(_logger, fault, grainId);

    public void LogDeactivationFault(Exception fault, GrainId grainId) => LogDeactivationFault(_logger, fault, grainId);

    public void LogLostCall(Exception fault, Call call) => LogLostCall(_logger, fault.Message, call);

    public void LogStreamFault(Exception fault, StreamId stream) => LogStreamFault(_logger, fault, stream);

    [LoggerMessage(EventId = 1000, Level = LogLevel.Warning, Message = "{Call} failed and nobody waits for it.")]
    private static partial void LogCallFault(ILogger logger, Exception fault, string call);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Debug, Message = "One-way call {Call} did not arrive: {Reason}")]
    private static partial void LogLostCall(ILogger logger, string reason, Call call);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "{GrainId} could not be activated.")]
    private static partial void LogActivationFault(ILogger logger, Exception fault, GrainId grainId);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "{GrainId} failed while it was being deactivated.")]
    private static partial void LogDeactivationFault(ILogger logger, Exception fault, GrainId grainId);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Warning, Message = "A subscriber of stream {Stream} failed on an item.")]
    private static partial void LogStreamFault(ILogger logger, Exception fault, StreamId stream);
}
