using Imara.Engine.Files;
using Imara.Policy.Rules;

namespace Imara.Engine.State;

/// <summary>What IMA remembers about one inode.</summary>
/// <remarks>docs/reference/policy.md 5.1.</remarks>
internal sealed class InodeRecord
{
    /// <summary>Digest of the content as last collected; null: collect again.</summary>
    public Digest? Digest { get; set; }

    /// <summary>True if <see cref="Digest"/> is the fs-verity digest.</summary>
    public bool IsVerityDigest { get; set; }

    /// <summary>Change cookie when the digest was collected.</summary>
    public ulong? Cookie { get; set; }

    /// <summary>The file below when the digest was collected.</summary>
    public RealInode? Real { get; set; }

    /// <summary>PCRs that hold the content, bit n for the numbers n and n + 32.</summary>
    public uint MeasuredPcrs { get; set; }

    /// <summary>Classes whose appraisal passed.</summary>
    public AppraiseClass Appraised { get; set; }

    /// <summary>True if the last verdict of FILE_CHECK was good.</summary>
    public bool FileStatusPassed { get; set; }

    /// <summary>An audit record of the content was written.</summary>
    public bool IsAudited { get; set; }

    /// <summary>A hash rule has seen the file.</summary>
    public bool IsHashed { get; set; }

    /// <summary>A hash rule has matched; kept until the record goes.</summary>
    public bool HasHashRule { get; set; }

    /// <summary>Options of every match so far.</summary>
    public RuleOptions Options { get; set; }

    /// <summary>The file holds a signature: writers are refused and the attribute is not rewritten.</summary>
    public bool IsSigned { get; set; }

    /// <summary>The file was created by an open that found no label.</summary>
    public bool IsNew { get; set; }

    /// <summary>Write security.ima when the last writer closes.</summary>
    public bool UpdateXattr { get; set; }

    /// <summary>Mode or owner were changed.</summary>
    public bool AttributesChanged { get; set; }

    /// <summary>security.ima or a protected attribute was changed.</summary>
    public bool XattrChanged { get; set; }

    /// <summary>A measured reader has opened the file: a writer will make a ToMToU violation.</summary>
    public bool MayEmitToMToU { get; set; }

    /// <summary>The open_writers violation was recorded and the last writer has not closed.</summary>
    public bool EmittedOpenWriters { get; set; }

    /// <summary>Forgets everything that was done with the content.</summary>
    public void ForgetDone()
    {
        Digest = null;
        MeasuredPcrs = 0;
        Appraised = AppraiseClass.None;
        IsAudited = false;
        IsHashed = false;
    }
}
