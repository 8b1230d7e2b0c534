namespace Orleans.Embedded.Calls;

/// <summary>A turn that the runtime itself asks for.</summary>
internal abstract class InternalCall : Call
{
    /// <summary>Runs on the activation. Handles its own faults.</summary>
    protected abstract Task RunAsync();

    protected sealed override void Start() => RunToEnd();

    private async void RunToEnd()
    {
        try
        {
            await RunAsync();
        }
        catch (Exception fault)
        {
            Activation.OnCallFault(this, fault);
        }
        finally
        {
            IsFinished = true;
        }
    }
}
