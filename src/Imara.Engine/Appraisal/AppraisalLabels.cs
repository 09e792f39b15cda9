using Imara.Evaluation.Generating;
using Imara.Signatures;

namespace Imara.Engine.Appraisal;

/// <summary>Says what kind of label an attribute <c>security.ima</c> is.</summary>
public static class AppraisalLabels
{
    /// <summary>The kind; nothing is verified.</summary>
    /// <param name="value">The bytes; empty: no attribute.</param>
    public static AppraisalLabel Of(ReadOnlySpan<byte> value) => value switch
    {
        [(byte)ImaXattrType.Digest or (byte)ImaXattrType.DigestNg, _, ..] => AppraisalLabel.Hash,
        [(byte)ImaXattrType.Signature or (byte)ImaXattrType.VeritySignature, _, ..] => AppraisalLabel.Signature,
        _ => AppraisalLabel.None,
    };
}
