using Imara.Linux.Trees;

namespace Imara.Appraisal.Simulating;

/// <summary>Lets one thread at a time speak to a listener, if there is one.</summary>
internal sealed class HeardOne(ISimulationListener? listener) : ISimulationListener
{
    private readonly Lock gate = new();

    public void Fails(in Failing failing)
    {
        if (listener is not null)
        {
            lock (gate)
            {
                listener.Fails(failing);
            }
        }
    }

    public void Skipped(ReadOnlySpan<byte> path, TreeFailure failure, Errno error)
    {
        if (listener is not null)
        {
            lock (gate)
            {
                listener.Skipped(path, failure, error);
            }
        }
    }

    public void Unreadable(ReadOnlySpan<byte> path, Errno error)
    {
        if (listener is not null)
        {
            lock (gate)
            {
                listener.Unreadable(path, error);
            }
        }
    }
}
