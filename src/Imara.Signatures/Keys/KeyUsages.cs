namespace Imara.Signatures.Keys;

/// <summary>The bits of the extension keyUsage (RFC 5280 4.2.1.3), named as there.</summary>
[Flags]
public enum KeyUsages
{
    /// <summary>None, or no extension.</summary>
    None = 0,

    /// <summary>digitalSignature.</summary>
    DigitalSignature = 0x80,

    /// <summary>nonRepudiation.</summary>
    NonRepudiation = 0x40,

    /// <summary>keyEncipherment.</summary>
    KeyEncipherment = 0x20,

    /// <summary>dataEncipherment.</summary>
    DataEncipherment = 0x10,

    /// <summary>keyAgreement.</summary>
    KeyAgreement = 0x08,

    /// <summary>keyCertSign.</summary>
    KeyCertSign = 0x04,

    /// <summary>cRLSign.</summary>
    CrlSign = 0x02,
}
