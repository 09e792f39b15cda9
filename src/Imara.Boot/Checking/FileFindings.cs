using Imara.Appraisal.Labelling;

namespace Imara.Boot.Checking;

/// <summary>Hears what the verification of files says, and keeps what matters for a boot.</summary>
/// <param name="topic">What these files are.</param>
/// <param name="denied">What a refused file makes of the load.</param>
internal sealed class FileFindings(PreflightTopic topic, PreflightVerdict denied) : ILabelListener
{
    /// <summary>Files that some rule appraises.</summary>
    public int Appraised { get; private set; }

    /// <summary>What was found.</summary>
    public List<PreflightFinding> Found { get; } = [];

    /// <inheritdoc/>
    public void Heard(ReadOnlySpan<byte> path, in FileOutcome outcome)
    {
        Appraised += outcome.Status == FileStatusWord.Skipped ? 0 : 1;
        var name = ByteString.Display(path);
        switch (outcome.Status)
        {
            case FileStatusWord.Bad:
                Found.Add(new PreflightFinding(topic, denied, name, $"is refused: {outcome.Cause}", "`imara file verify` tells more; `imara file hash` or `imara file sign --from-policy` labels it"));
                break;
            case FileStatusWord.Unchecked:
                Found.Add(new PreflightFinding(topic, PreflightVerdict.Unproven, name, $"was not checked: {outcome.Cause}", "name the certificate with --cert"));
                break;
            case FileStatusWord.Unreadable or FileStatusWord.Changed or FileStatusWord.Failed or FileStatusWord.Vanished:
                Found.Add(new PreflightFinding(topic, PreflightVerdict.Unproven, name, $"could not be checked: {(outcome.Errno == Errno.None ? outcome.Status.ToString().ToLowerInvariant() : outcome.Errno.ToString())}"));
                break;
            default:
                break;
        }
    }
}
