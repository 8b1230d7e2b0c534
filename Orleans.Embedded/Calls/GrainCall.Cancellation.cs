namespace Orleans.Embedded.Calls;

// Methods with a cancellation token: the grain gets a token of its own, cancelled with the caller's or by the deadline.
internal abstract partial class GrainCall
{
    private TokenLink? _links;

    public virtual CancellationToken GetCancellationToken() => default;

    /// <summary>Replaces the token argument.</summary>
    protected virtual void SetCancellationToken(CancellationToken token)
    {
    }

    public bool TryCancel()
    {
        _links?.Cancel();
        return _links is not null;
    }

    private void LinkToken()
    {
        _links = new TokenLink(this, GetCancellationToken());
        SetCancellationToken(_links.Token);
    }

    private sealed class TokenLink : IDisposable
    {
        private readonly CancellationTokenSource _source = new();
        private readonly CancellationTokenRegistration _registration;
        private readonly GrainCall _call;

        public TokenLink(GrainCall call, CancellationToken callers)
        {
            _call = call;
            Callers = callers;
            Token = _source.Token;
            if (callers.CanBeCanceled)
                _registration = callers.UnsafeRegister(static (link, token) => ((TokenLink)link!).OnCallerCancelled(token), this);
        }

        public CancellationToken Token { get; }

        public CancellationToken Callers { get; }

        public bool CallerHasCancelled => Callers.IsCancellationRequested;

        public void Cancel() => _source.Cancel();

        // The source is not disposed: grain code may still hold the token, and nothing here owns a handle.
        public void Dispose() => _registration.Unregister();

        private void OnCallerCancelled(CancellationToken token)
        {
            // The caller stops waiting at once; the grain learns it through its own token.
            if (_call.Promise is { IsCompleted: false })
                _call.Reject(new OperationCanceledException(token));
            _source.CancelAsync().ContinueWith(
                static (cancelled, call) => ((GrainCall)call!).Activation.OnCallFault((GrainCall)call, cancelled.Exception!.InnerException!),
                _call,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
        }
    }
}
