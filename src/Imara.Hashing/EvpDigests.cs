using System.Runtime.InteropServices;

namespace Imara.Hashing;

/// <summary>The digests of libcrypto, called where they are: OpenSSL 3, or 1.1 where that is what the system has.</summary>
internal static unsafe class EvpDigests
{
    private const nint None = -1;

    private static readonly nint Library = CryptoLibrary.ForDigests;
    private static readonly nint[] Types = new nint[256];

    private static readonly delegate* unmanaged<nint> NewCall = (delegate* unmanaged<nint>)Find("EVP_MD_CTX_new");
    private static readonly delegate* unmanaged<nint, void> FreeCall = (delegate* unmanaged<nint, void>)Find("EVP_MD_CTX_free");
    private static readonly delegate* unmanaged<nint, nint, nint, int> InitCall = (delegate* unmanaged<nint, nint, nint, int>)Find("EVP_DigestInit_ex");
    private static readonly delegate* unmanaged<nint, byte*, nuint, int> UpdateCall = (delegate* unmanaged<nint, byte*, nuint, int>)Find("EVP_DigestUpdate");
    private static readonly delegate* unmanaged<nint, byte*, uint*, int> FinalCall = (delegate* unmanaged<nint, byte*, uint*, int>)Find("EVP_DigestFinal_ex");
    private static readonly delegate* unmanaged<nint, byte*, byte*, nint> FetchCall = (delegate* unmanaged<nint, byte*, byte*, nint>)Find("EVP_MD_fetch");
    private static readonly delegate* unmanaged<byte*, nint> ByNameCall = (delegate* unmanaged<byte*, nint>)Find("EVP_get_digestbyname");
    private static readonly delegate* unmanaged<void> ClearErrorsCall = (delegate* unmanaged<void>)Find("ERR_clear_error");

    /// <summary>The algorithm, for <see cref="Begin"/>; 0 where it is not to be had.</summary>
    internal static nint TypeOf(HashAlgo algo)
    {
        ref var known = ref Types[(byte)algo];
        var type = Volatile.Read(ref known);
        if (type == 0)
        {
            // Looked up twice it is the same; it lives as long as the process.
            type = NameOf(algo) is { IsEmpty: false } name && IsWhole ? LookUp(name) : None;
            type = type == 0 ? None : type;
            Volatile.Write(ref known, type);
        }

        return type == None ? 0 : type;
    }

    internal static nint NewContext() => NewCall();

    internal static void FreeContext(nint context) => FreeCall(context);

    internal static bool Begin(nint context, nint type) => InitCall(context, type, 0) == 1;

    internal static bool Append(nint context, ReadOnlySpan<byte> content)
    {
        fixed (byte* at = content)
        {
            return UpdateCall(context, at, (nuint)content.Length) == 1;
        }
    }

    /// <summary>Writes the digest, which is as long as the algorithm says.</summary>
    internal static bool Finish(nint context, Span<byte> digest)
    {
        fixed (byte* at = digest)
        {
            return FinalCall(context, at, null) == 1;
        }
    }

    private static bool IsWhole => NewCall is not null && FreeCall is not null && InitCall is not null && UpdateCall is not null && FinalCall is not null && ClearErrorsCall is not null;

    private static nint LookUp(ReadOnlySpan<byte> name)
    {
        fixed (byte* at = name)
        {
            // What is fetched once is not searched for by every digest again; 1.1 has no such call.
            var type = FetchCall is not null ? FetchCall(0, at, null) : ByNameCall is not null ? ByNameCall(at) : 0;
            if (type == 0)
            {
                ClearErrorsCall();
            }

            return type;
        }
    }

    private static nint Find(string name) => Library != 0 && NativeLibrary.TryGetExport(Library, name, out var found) ? found : 0;

    // A literal has a NUL behind it.
    private static ReadOnlySpan<byte> NameOf(HashAlgo algo) => algo switch
    {
        HashAlgo.Md5 => "MD5"u8,
        HashAlgo.Sha1 => "SHA1"u8,
        HashAlgo.Sha224 => "SHA224"u8,
        HashAlgo.Sha256 => "SHA256"u8,
        HashAlgo.Sha384 => "SHA384"u8,
        HashAlgo.Sha512 => "SHA512"u8,
        HashAlgo.Sm3 => "SM3"u8,
        HashAlgo.Sha3_256 => "SHA3-256"u8,
        HashAlgo.Sha3_384 => "SHA3-384"u8,
        HashAlgo.Sha3_512 => "SHA3-512"u8,
        _ => default,
    };
}
