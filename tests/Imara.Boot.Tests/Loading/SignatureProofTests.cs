using System.Collections.Immutable;
using System.Text;
using Imara.Appraisal.Simulating;
using Imara.Boot.Loading;
using Imara.Boot.Witnesses;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;

namespace Imara.Boot.Tests.Loading;

public class SignatureProofTests
{
    private const string Policy = "appraise func=BPRM_CHECK appraise_type=imasig\n";

    private readonly Told told = new();

    [Theory]
    [InlineData(LoadState.Uncertain)]
    [InlineData(LoadState.Refused)]
    public void What_is_not_in_force_needs_no_proof(LoadState state)
    {
        Assert.Equal(state, Ask(state: state).State);
        Assert.Empty(told.Failures);
    }

    [Fact]
    public void Where_no_signature_is_seen_the_policy_is_not_loaded_and_what_to_do_is_said()
    {
        var result = Ask();
        Assert.Equal((LoadState.Unproven, WitnessOutcome.NotSeen), (result.State, result.Witness.Outcome));
        Assert.Contains("no signature was seen to pass", Assert.Single(told.Failures), StringComparison.Ordinal);
        Assert.Contains("--witness", Assert.Single(told.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_with_a_trusted_keyring_needs_none() => Assert.Equal(LoadState.Loaded, Ask(trusted: true).State);

    [Fact]
    public void A_policy_that_only_measures_needs_none() => Assert.Equal(LoadState.Loaded, Ask("measure func=BPRM_CHECK\n").State);

    [Theory]
    [InlineData(LoadMethod.Path, true, "ima_appraise=enforce", true)]
    [InlineData(LoadMethod.Path, true, "ima_appraise=log", false)]
    [InlineData(LoadMethod.Path, false, "ima_appraise=enforce", false)]
    [InlineData(LoadMethod.Lines, true, "ima_appraise=enforce", false)]
    public void A_signed_policy_that_the_kernel_took_by_its_path_is_a_witness_where_it_would_have_been_refused(LoadMethod method, bool wantsSignature, string commandLine, bool expected)
    {
        var result = Ask(method: method, wantsSignature: wantsSignature, commandLine: commandLine);
        Assert.Equal(expected, result.State == LoadState.Loaded);
        Assert.Equal(expected ? AccessKind.Policy : null, result.Witness.Witness?.Kind);
    }

    [Fact]
    public void Rules_that_are_not_understood_find_no_witness()
    {
        var result = Ask(Policy + "measure func=FUTURE_CHECK\n");
        Assert.Equal(LoadState.Unproven, result.State);
        Assert.Contains("not known well enough", result.Witness.Reason, StringComparison.Ordinal);
    }

    private LoadResult Ask(
        string policy = Policy, bool trusted = false, LoadState state = LoadState.Loaded, LoadMethod method = LoadMethod.Lines, bool wantsSignature = false, string commandLine = "ima_appraise=enforce")
    {
        var kernel = KnownKernels.Find("6.12-debian")!;
        var about = new LoadingKernel(new RuleContext(kernel, LsmContext.None), IsKnown: true, wantsSignature)
        {
            Boot = Imara.Policy.CommandLine.CommandLineParser.Parse(commandLine, kernel, _ => false),
        };
        var check = PolicyChecker.Check([new PolicySource("/policy", Encoding.UTF8.GetBytes(policy))], about.Rules, LoadMethod.Lines);
        var proof = new SignatureProof(new Rings(trusted), new KernelDouble("6.12-debian"), told, _ => new Nobody());
        return proof.Of(new LoadResult { State = state, Method = method }, check, about, () => ImmutableArray<(string, ImmutableArray<string>)>.Empty);
    }

    private sealed class Nobody : IWitnessAccess
    {
        public Errno Do(Witness witness) => Errno.EACCES;
    }

    private sealed class Rings(bool isTrusted) : IKeyrings
    {
        public Errno Find(string name, out int serial)
        {
            serial = 7;
            return name != ".ima" || isTrusted ? Errno.None : Errno.ENOKEY;
        }

        public Errno Make(string name, out int serial) => throw new NotSupportedException();

        public Errno Add(ReadOnlySpan<byte> der, int keyring, out int serial) => throw new NotSupportedException();
    }
}
