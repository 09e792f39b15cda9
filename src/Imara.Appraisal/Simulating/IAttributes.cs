namespace Imara.Appraisal.Simulating;

/// <summary>The attributes of a file that stand in entries; asked only for templates that have them.</summary>
internal interface IAttributes
{
    /// <summary>security.ima; empty if there is none.</summary>
    ReadOnlySpan<byte> Ima { get; }

    /// <summary>Bytes of security.evm if it is a portable signature, else 0.</summary>
    int EvmSignatureLength { get; }

    /// <summary>Bytes of an attribute; 0 if there is none.</summary>
    int LengthOf(string name);
}
