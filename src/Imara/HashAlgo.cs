namespace Imara;

/// <summary>The kernel's hash algorithms by their ids (<c>enum hash_algo</c>), as stored in security.ima and security.evm.</summary>
/// <remarks>docs/reference/appraisal.md 1.1.</remarks>
public enum HashAlgo : byte
{
    /// <summary>md4, 16 bytes.</summary>
    Md4 = 0,

    /// <summary>md5, 16 bytes.</summary>
    Md5 = 1,

    /// <summary>sha1, 20 bytes.</summary>
    Sha1 = 2,

    /// <summary>rmd160, 20 bytes.</summary>
    Rmd160 = 3,

    /// <summary>sha256, 32 bytes.</summary>
    Sha256 = 4,

    /// <summary>sha384, 48 bytes.</summary>
    Sha384 = 5,

    /// <summary>sha512, 64 bytes.</summary>
    Sha512 = 6,

    /// <summary>sha224, 28 bytes.</summary>
    Sha224 = 7,

    /// <summary>rmd128, 16 bytes.</summary>
    Rmd128 = 8,

    /// <summary>rmd256, 32 bytes.</summary>
    Rmd256 = 9,

    /// <summary>rmd320, 40 bytes.</summary>
    Rmd320 = 10,

    /// <summary>wp256 (Whirlpool cut to 256 bits), 32 bytes.</summary>
    Wp256 = 11,

    /// <summary>wp384 (Whirlpool cut to 384 bits), 48 bytes.</summary>
    Wp384 = 12,

    /// <summary>wp512 (Whirlpool), 64 bytes.</summary>
    Wp512 = 13,

    /// <summary>tgr128 (Tiger cut to 128 bits), 16 bytes.</summary>
    Tgr128 = 14,

    /// <summary>tgr160 (Tiger cut to 160 bits), 20 bytes.</summary>
    Tgr160 = 15,

    /// <summary>tgr192 (Tiger), 24 bytes.</summary>
    Tgr192 = 16,

    /// <summary>sm3, 32 bytes.</summary>
    Sm3 = 17,

    /// <summary>streebog256, 32 bytes.</summary>
    Streebog256 = 18,

    /// <summary>streebog512, 64 bytes.</summary>
    Streebog512 = 19,

    /// <summary>sha3-256, 32 bytes; since 6.7.</summary>
    Sha3_256 = 20,

    /// <summary>sha3-384, 48 bytes; since 6.7.</summary>
    Sha3_384 = 21,

    /// <summary>sha3-512, 64 bytes; since 6.7.</summary>
    Sha3_512 = 22,
}
