using Imara.Signatures.Keys;

namespace Imara.Signatures;

/// <summary>One SignerInfo of a PKCS#7 message.</summary>
internal sealed class Pkcs7Signer
{
    /// <summary>True for the algorithms that a signer may name. The kernel reads no MD5 and no RIPEMD-160 here.</summary>
    public static bool Takes(HashAlgo algo) => Pkcs1.Takes(algo) && algo is not (HashAlgo.Md5 or HashAlgo.Rmd160);

    /// <summary>Name of the issuer of the signer's certificate; empty if the signer is named by SKID.</summary>
    public ReadOnlyMemory<byte> Issuer { get; set; }

    public ReadOnlyMemory<byte> Serial { get; set; }

    public ReadOnlyMemory<byte> Skid { get; set; }

    /// <summary>Null: an algorithm that is not known.</summary>
    public HashAlgo? DigestAlgo { get; set; }

    /// <summary>Kind of the key by the signature algorithm; null: not known.</summary>
    public bool? Rsa { get; set; }

    public bool HasAuthenticatedAttributes { get; set; }

    public ReadOnlyMemory<byte> Signature { get; set; }

    /// <summary>Its key, if the keyring has it.</summary>
    public KeyringEntry? In(Keyring keyring) => keyring.FindSigner(Skid, Issuer, Serial);
}
