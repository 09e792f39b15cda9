using Imara.Appraisal.Simulating;
using Imara.Cli.Output;
using Imara.Linux.Trees;

namespace Imara.Cli.Verbs.Policies;

/// <summary>Writes denied accesses to their list, and names what could not be looked at, the first few unless all are wanted.</summary>
internal sealed class SimulationListener(Report report, DecisionReport places, bool denies, DenyList? list) : ISimulationListener
{
    private const int UsualCount = 20;
    private long named;

    /// <inheritdoc/>
    public void Fails(in Failing failing)
    {
        if (!denies)
        {
            return;
        }

        list?.Write(failing);
        if (report.Verbose)
        {
            report.Error($"{ByteString.Display(failing.Path)}: denied: {failing.Cause} ({places.PlaceOf(failing.Rule)}): {failing.Subject.Name}, {SimulationWords.Of(failing.Kind)}");
        }
    }

    /// <inheritdoc/>
    public void Skipped(ReadOnlySpan<byte> path, TreeFailure failure, Errno error)
    {
        switch (failure)
        {
            case TreeFailure.Vanished:
                report.Detail($"{ByteString.Display(path)}: gone meanwhile");
                break;
            case TreeFailure.OtherFileSystem:
                report.Detail($"{ByteString.Display(path)}: on another file system");
                break;
            case TreeFailure.Loop:
                report.Note($"{ByteString.Display(path)}: mounted below itself, left out");
                break;
            default:
                Unreadable(path, error);
                break;
        }
    }

    /// <inheritdoc/>
    public void Unreadable(ReadOnlySpan<byte> path, Errno error)
    {
        if (named++ < UsualCount || report.Verbose)
        {
            report.Error($"{ByteString.Display(path)}: cannot be read: {error}");
        }
    }

    /// <summary>Tells how many were not named.</summary>
    public void End()
    {
        if (named > UsualCount && !report.Verbose)
        {
            report.Error($"{named - UsualCount} more cannot be read; --verbose tells all");
        }
    }
}
