using System.Security.Cryptography;

namespace Imara.Hashing;

/// <summary>A digest by the framework, which means by the system's libcrypto.</summary>
internal sealed class FrameworkHash(HashAlgo algo, HashAlgorithmName name) : ContentHash(algo)
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(name);

    public override void Append(ReadOnlySpan<byte> content) => hash.AppendData(content);

    private protected override void FinishCore(Span<byte> digest) => hash.GetHashAndReset(digest);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash.Dispose();
        }
    }
}
