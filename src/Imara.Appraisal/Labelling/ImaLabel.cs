namespace Imara.Appraisal.Labelling;

/// <summary>What is written to security.ima.</summary>
public enum ImaLabel
{
    /// <summary>A signature over the digest of the content (type 03).</summary>
    Signature,

    /// <summary>A signature over the fs-verity digest (type 06).</summary>
    VeritySignature,

    /// <summary>The digest of the content (types 01 and 04).</summary>
    Digest,

    /// <summary>What is there stays.</summary>
    Keep,
}
