namespace Imara;

/// <summary>Hash algorithms by the numbers that a TPM and its event logs give them (<c>TPM_ALG_ID</c>).</summary>
/// <remarks>docs/reference/attestation.md 2.2, 9.</remarks>
public static class TpmAlgorithms
{
    private static readonly (ushort Id, HashAlgo Algo)[] Table =
    [
        (0x04, HashAlgo.Sha1), (0x0b, HashAlgo.Sha256), (0x0c, HashAlgo.Sha384), (0x0d, HashAlgo.Sha512), (0x12, HashAlgo.Sm3),
        (0x27, HashAlgo.Sha3_256), (0x28, HashAlgo.Sha3_384), (0x29, HashAlgo.Sha3_512),
    ];

    /// <summary>The algorithm with a number; false if the kernel has no name for it.</summary>
    public static bool TryFrom(ushort id, out HashAlgo algo)
    {
        var row = Array.FindIndex(Table, row => row.Id == id);
        algo = row < 0 ? default : Table[row].Algo;
        return row >= 0;
    }

    /// <summary>The number of an algorithm; false if TPMs have none for it.</summary>
    public static bool TryGetId(HashAlgo algo, out ushort id)
    {
        var row = Array.FindIndex(Table, row => row.Algo == algo);
        id = row < 0 ? default : Table[row].Id;
        return row >= 0;
    }
}
