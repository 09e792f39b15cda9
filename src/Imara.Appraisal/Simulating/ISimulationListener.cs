using Imara.Linux.Trees;

namespace Imara.Appraisal.Simulating;

/// <summary>Hears about single items while a simulation goes on. Calls come from several threads, one at a time and in no order.</summary>
public interface ISimulationListener
{
    /// <summary>An access fails.</summary>
    void Fails(in Failing failing);

    /// <summary>Something could not be visited.</summary>
    void Skipped(ReadOnlySpan<byte> path, TreeFailure failure, Errno error);

    /// <summary>The content or an attribute of a file could not be read.</summary>
    void Unreadable(ReadOnlySpan<byte> path, Errno error);
}
