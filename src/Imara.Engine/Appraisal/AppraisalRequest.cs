using Imara.Engine.Evm;
using Imara.Engine.Files;
using Imara.Policy.Rules;
using Imara.Signatures;

namespace Imara.Engine.Appraisal;

/// <summary>What a verdict is made from.</summary>
internal sealed record AppraisalRequest
{
    /// <summary>The file.</summary>
    public required IFileView File { get; init; }

    /// <summary>What reading security.ima gave.</summary>
    public required XattrRead ImaXattr { get; init; }

    /// <summary>The digest collected for it.</summary>
    public required Digest Digest { get; init; }

    /// <summary>Options of the rules that matched so far.</summary>
    public required RuleOptions Options { get; init; }

    /// <summary>EVM's word on the metadata, asked only if there is an attribute or an appended signature.</summary>
    public required Func<EvmStatus> Evm { get; init; }

    /// <summary>The appended signature, where a rule allows it.</summary>
    public ModSig? ModSig { get; init; }

    /// <summary>The file was created by this open or counts as new.</summary>
    public bool IsNew { get; init; }

    /// <summary>The record already says that the file is signed.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Signatures on this file system do not count.</summary>
    public bool IsUnverifiable { get; init; }
}
