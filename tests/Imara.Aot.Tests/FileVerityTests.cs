using Imara.Tests.Shared;

namespace Imara.Aot.Tests;

/// <summary>`imara file sign --verity` beside fsverity's own tool.</summary>
public sealed class FileVerityTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imara-verity-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // RSA signatures are the same for the same digest: the digest that fsverity computed and the one we computed are compared to the last bit.
    [Theory]
    [InlineData("sha256", 4096, "")]
    [InlineData("sha512", 4096, "")]
    [InlineData("sha256", 1024, "00ff10")]
    [InlineData("sha512", 65536, "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")]
    public void A_digest_of_fsverity_is_the_digest_that_is_signed(string algo, int blockSize, string salt)
    {
        Shell("openssl genrsa -out key 2048 2>/dev/null; for size in 0 1 1024 4095 4096 4097 131072 131073 600000; do head -c $size /dev/urandom >f$size; done");
        var salted = salt.Length == 0 ? string.Empty : $"--salt={salt}";
        var theirs = Shell($"fsverity digest --hash-alg={algo} --block-size={blockSize} {salted} f* | $IMARA file sign --digest --verity --algo {algo} --key key | awk '{{ print $2, $3 }}'");
        var saltedHere = salt.Length == 0 ? string.Empty : $"--verity-salt {salt}";
        Shell($"$IMARA file sign --verity --algo {algo} --verity-block-size {blockSize} {saltedHere} --key key f*");
        var ours = Shell("for f in f*; do echo $f $(getfattr -n security.ima -e hex --only-values $f | od -An -v -tx1 | tr -d ' \\n'); done");
        Assert.Equal(9, theirs.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(theirs, ours);
    }

    private string Shell(string script)
    {
        var result = Command.Run("bash", ["-c", $"IMARA={NativeBinary.Path}; cd {folder}; {script}"]);
        Assert.True(result.Exit == 0, result.Error);
        return result.Output;
    }
}
