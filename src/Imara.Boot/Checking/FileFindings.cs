using Imara.Appraisal.Labelling;
using Imara.Diagnostics;

namespace Imara.Boot.Checking;

/// <summary>Hears what the verification of files says, and keeps what matters for a boot.</summary>
/// <param name="topic">What these files are.</param>
/// <param name="denied">What a refused file makes of the load.</param>
/// <param name="unseen">What a file that nobody could judge makes of it.</param>
internal sealed class FileFindings(PreflightTopic topic, PreflightVerdict denied, PreflightVerdict unseen) : ILabelListener
{
    /// <summary>Files that were looked at.</summary>
    public int Seen { get; private set; }

    /// <summary>Of these, files that some rule appraises.</summary>
    public int Appraised { get; private set; }

    /// <summary>What was found.</summary>
    public List<PreflightFinding> Found { get; } = [];

    /// <inheritdoc/>
    public void Heard(ReadOnlySpan<byte> path, in FileOutcome outcome)
    {
        var name = ByteString.Display(path);
        switch (outcome.Status)
        {
            case FileStatusWord.Skipped when outcome.Cause == VerifyAction.NotAppraised:
                Seen++;
                break;
            case FileStatusWord.Good:
                Seen++;
                Appraised++;
                break;
            case FileStatusWord.Bad:
                Seen++;
                Appraised++;
                Add(Refused, denied, name, outcome.Cause);
                break;
            case FileStatusWord.Unchecked:
                Seen++;
                Appraised++;
                Add(outcome.Cause == FileVerification.AlgorithmIsModule ? PreflightDiagnostics.AlgorithmModule : Unchecked, unseen, name, outcome.Cause);
                break;
            default:
                Add(Unreadable, unseen, name, WordOf(outcome));
                break;
        }
    }

    private DiagnosticDescriptor Refused => topic == PreflightTopic.Signature ? PreflightDiagnostics.PolicyFileRefused : PreflightDiagnostics.FileRefused;

    private DiagnosticDescriptor Unchecked => topic == PreflightTopic.Signature ? PreflightDiagnostics.PolicyFileUnchecked : PreflightDiagnostics.FileUnchecked;

    private DiagnosticDescriptor Unreadable => topic == PreflightTopic.Signature ? PreflightDiagnostics.PolicyFileUnchecked : PreflightDiagnostics.FileUnreadable;

    private static string WordOf(in FileOutcome outcome) => outcome switch
    {
        { Errno: not Errno.None } => outcome.Errno.ToString(),
        { Cause.Length: > 0 } => outcome.Cause,
        _ => outcome.Status.ToString().ToLowerInvariant(),
    };

    private void Add(DiagnosticDescriptor kind, PreflightVerdict means, string name, string cause) => Found.Add(PreflightFinding.Of(kind, topic, means, name, cause));
}
