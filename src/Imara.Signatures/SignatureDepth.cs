namespace Imara.Signatures;

/// <summary>How far a signature is looked at by somebody who has not read what it is over.</summary>
public enum SignatureDepth
{
    /// <summary>To the end: the signature is verified.</summary>
    Full,

    /// <summary>Form, version, algorithm, and whether the key is known; with a known key it counts as good.</summary>
    Key,

    /// <summary>Form, version and algorithm only; it counts as good then.</summary>
    Form,
}
