using System.Collections.Immutable;
using System.Text;
using Imara.Appraisal.Simulating;
using Imara.Boot.Loading;
using Imara.Boot.Witnesses;
using Imara.Linux.Files;
using Imara.Policy.Checking;
using Imara.Policy.CommandLine;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;
using Imara.Signatures.Keys;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Loading;

/// <summary>A load with a signed file at hand: what the access to it shows decides.</summary>
public sealed class SeenSignatureTests : IDisposable
{
    private const string Signatures = "appraise func=BPRM_CHECK appraise_type=imasig\n";
    private const string Digests = "appraise func=BPRM_CHECK\n";

    private static readonly X509Key Certificate = Read();

    private readonly string file = System.IO.Path.GetTempFileName();
    private readonly Told told = new();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData(Errno.None, LoadState.Loaded, WitnessOutcome.Passed)]
    [InlineData(Errno.EACCES, LoadState.Denying, WitnessOutcome.Denied)]
    [InlineData(Errno.EIO, LoadState.Unproven, WitnessOutcome.NotSeen)]
    public void The_load_is_what_the_access_shows(Errno answer, LoadState expected, WitnessOutcome outcome)
    {
        var result = Ask(Signatures, answer);
        Assert.Equal((expected, outcome), (result.State, result.Witness.Outcome));
        Assert.Equal(expected == LoadState.Loaded ? 0 : 1, told.Failures.Count);
        Assert.Single(told.Notes);
        Assert.Equal(expected == LoadState.Loaded, told.Notes[0].Contains("its signature passed when it was executed", StringComparison.Ordinal));
        Assert.Equal(answer == Errno.EACCES, told.Failures.Any(failure => failure.Contains("is refused", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_access_is_made_through_the_keyring_that_the_kernel_searches()
    {
        var seen = -1;
        Ask(Signatures, Errno.None, through: serial => seen = serial);
        Assert.Equal(7, seen);
    }

    [Theory]
    [InlineData("_ima", Errno.None, true, true)]
    [InlineData(".ima", Errno.None, true, true)]
    [InlineData(".evm", Errno.None, true, false)]
    [InlineData("_ima", Errno.EACCES, true, false)]
    [InlineData("_ima", Errno.None, false, false)]
    public void Rules_that_take_digests_need_a_look_only_with_a_key_of_IMA_that_was_loaded(string keyring, Errno error, bool isCertificate, bool isLooked)
    {
        var key = new LoadedKey("a", keyring, 1, error, isCertificate ? Certificate : null);
        Assert.Equal(isLooked ? WitnessOutcome.Passed : WitnessOutcome.NotNeeded, Ask(Digests, Errno.None, key).Witness.Outcome);
    }

    [Fact]
    public void With_keys_that_were_loaded_only_what_they_signed_is_tried_and_without_any_whatever_is_signed()
    {
        Assert.Equal(WitnessOutcome.Passed, Ask(Signatures, Errno.None).Witness.Outcome);
        Label(0x01020304);
        Assert.Equal(WitnessOutcome.NotSeen, Ask(Signatures, Errno.None, isLabelled: true).Witness.Outcome);
        Assert.Equal(WitnessOutcome.Passed, Ask(Signatures, Errno.None, new LoadedKey("a", ".evm", 1, Errno.None, Certificate), isLabelled: true).Witness.Outcome);
    }

    [Fact]
    public void All_keys_are_there_if_none_failed()
    {
        var good = new LoadedKey("a", ".ima", 1, Errno.None, null);
        Assert.True(new LoadResult { State = LoadState.Loaded }.HasAllKeys);
        Assert.True(new LoadResult { State = LoadState.Loaded, Keys = [good, good] }.HasAllKeys);
        Assert.False(new LoadResult { State = LoadState.Loaded, Keys = [good, good with { Errno = Errno.EACCES }] }.HasAllKeys);
    }

    private static X509Key Read()
    {
        Assert.True(X509Key.TryParse(Pem.ReadAll(File.ReadAllBytes(Repository.PathOf("tests/Corpus/keys/rsa2048.pem")))[0].Der, out var key, out _));
        return key;
    }

    private LoadResult Ask(string policy, Errno answer, LoadedKey? key = null, Action<int>? through = null, bool isLabelled = false)
    {
        if (!isLabelled)
        {
            Label(Certificate.KeyId!.Value);
        }

        var kernel = KnownKernels.Find("6.12-debian")!;
        var about = new LoadingKernel(new RuleContext(kernel, LsmContext.None), IsKnown: true, WantsSignature: false) { Boot = CommandLineParser.Parse("ima_appraise=enforce", kernel, _ => false) };
        var check = PolicyChecker.Check([new PolicySource("/policy", Encoding.UTF8.GetBytes(policy))], about.Rules, LoadMethod.Lines);
        var proof = new SignatureProof(new Rings(), new KernelDouble("6.12-debian"), told, serial =>
        {
            through?.Invoke(serial);
            return new Answering(answer);
        });
        var result = new LoadResult { State = LoadState.Loaded, Method = LoadMethod.Lines, Keys = [key ?? new LoadedKey("a", "_ima", 1, Errno.None, Certificate)] };
        return proof.Of(result, check, about, () => [(file, ["a"])]);
    }

    // Version 2, sha256, the id of a key, and bytes that nobody verifies here.
    private void Label(uint id)
    {
        File.SetUnixFileMode(file, (UnixFileMode)0x1ed);
        Assert.Equal(Errno.None, Descriptor.Open(Encoding.UTF8.GetBytes(file), OpenFlags.ReadOnly, out var descriptor));
        byte[] label = [3, 2, 4, (byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id, 1, 0, .. new byte[256]];
        Assert.Equal(Errno.None, ExtendedAttributes.Write(descriptor, "security.ima"u8, label));
        _ = Descriptor.Close(descriptor);
    }

    private sealed class Answering(Errno answer) : IWitnessAccess
    {
        public Errno Do(Witness witness) => answer;
    }

    private sealed class Rings : IKeyrings
    {
        public Errno Find(string name, out int serial)
        {
            serial = 7;
            return name != ".ima" ? Errno.None : Errno.ENOKEY;
        }

        public Errno Make(string name, out int serial) => throw new NotSupportedException();

        public Errno Add(ReadOnlySpan<byte> der, int keyring, out int serial) => throw new NotSupportedException();
    }
}
