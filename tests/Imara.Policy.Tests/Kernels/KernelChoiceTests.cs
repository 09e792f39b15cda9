using System.Text;
using Imara.Diagnostics;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Policy.Tests.Kernels;

public class KernelChoiceTests
{
    [Theory]
    [InlineData("6.12", "6.12", null)]
    [InlineData("6.12.40", "6.12.40", null)]
    [InlineData("5.10.223", "5.10.223", null)]
    [InlineData("5.4", "5.4", null)]
    [InlineData("7.3.99", "7.3.99", null)]
    [InlineData("6.13", "6.12", "IMA0405")]
    [InlineData("6.10.3", "6.7", "IMA0405")]
    [InlineData("7.4", "7.3", "IMA0401")]
    [InlineData("12.0", "7.3", "IMA0401")]
    [InlineData("4.19.300", "5.4", "IMA0402")]
    public void An_unknown_series_is_taken_as_the_nearest_older_one(string asked, string taken, string? note)
    {
        var notes = new List<Diagnostic>();
        Assert.True(KernelVersion.TryParse(asked, out var version));
        var kernel = KernelChoice.OfVersion(version, notes);
        Assert.Equal((taken, taken), (kernel.Name, kernel.Version.ToString()));
        Assert.Equal(note, notes.Count == 0 ? null : Assert.Single(notes).Descriptor.Id);
        Assert.All(notes, n => Assert.Equal((asked, taken), (n.Arguments[0], n.Arguments[1])));
    }

    [Fact]
    public void A_kernel_that_tells_nothing_is_taken_as_the_newest_with_everything()
    {
        var notes = new List<Diagnostic>();
        var kernel = KernelChoice.OfRunning(new RunningKernelFacts(null, null, null), notes);
        Assert.Equal(("running", KernelFeatures.Newest, KernelOption.Everything), (kernel.Name, kernel.Version, kernel.Options));
        Assert.Equal([PolicyDiagnostics.FactAssumed, PolicyDiagnostics.FactAssumed, PolicyDiagnostics.FactAssumed], notes.Select(n => n.Descriptor));
    }

    [Fact]
    public void A_running_kernel_is_what_it_tells()
    {
        KernelConfigReader.TryRead(
            "CONFIG_IMA=y\nCONFIG_IMA_READ_POLICY=y\nCONFIG_CRYPTO_SHA256=y\nCONFIG_CRYPTO_SHA512=m\nCONFIG_CRYPTO_SM3=m\n"u8, out var config, out _);
        var notes = new List<Diagnostic>();
        var table = HashAlgoSet.Of(HashAlgo.Sha256, HashAlgo.Sha224, HashAlgo.Sha384, HashAlgo.Sha512);
        var kernel = KernelChoice.OfRunning(new RunningKernelFacts("6.12.117+deb12-cloud-amd64", config, table), notes);
        Assert.Equal((new KernelVersion(6, 12, 117), KernelOption.ReadPolicy), (kernel.Version, kernel.Options));
        Assert.Equal("sha256,sha384,sha512,sha224,sm3", kernel.UsableHashes.ToString());

        // sha512 is a module that was loaded; only whether sm3 can be is a guess.
        Assert.Equal("whether modprobe will find sm3 when the policy is loaded", Assert.Single(notes).Arguments[0]);
    }

    [Theory]
    [InlineData("lockdown,capability,landlock,yama,apparmor\n", LsmKind.AppArmor)]
    [InlineData("capability,selinux,smack", LsmKind.SELinux)]
    [InlineData("capability,ima,evm", LsmKind.None)]
    public void The_first_module_with_labels_answers(string list, LsmKind expected) => Assert.Equal(expected, LsmFiles.ActiveOf(list));

    [Fact]
    public void Labels_are_read_line_by_line()
    {
        Assert.True(LsmFiles.TryReadLabels("# SELinux\nobj_type bin_t\n\n subj_user\tsystem_u \r\nobj_type etc_t"u8, out var labels, out _));
        Assert.Equal(3, labels.Count);
        var selinux = new LsmContext(LsmKind.SELinux, labels);
        Assert.True(selinux.IsDefined(LsmKey.SubjUser, new ByteString("system_u")));
        Assert.False(selinux.IsDefined(LsmKey.SubjType, new ByteString("bin_t")));
    }

    [Theory]
    [InlineData("obj_type bin_t\nobj_level s0\n", 15)]
    [InlineData("obj_type\n", 0)]
    public void A_line_that_is_no_label_is_refused_with_its_offset(string text, long offset)
    {
        Assert.False(LsmFiles.TryReadLabels(Encoding.UTF8.GetBytes(text), out _, out var error));
        Assert.Equal(offset, error.Offset);
    }

    [Fact]
    public void Whether_labels_are_known_matters_only_to_modules_that_fill_a_table()
    {
        // What IMA0403 is about: PolicyDiagnostics.LabelsAssumed.
        Assert.True(LsmFiles.NeedsLabels(LsmKind.SELinux));
        Assert.True(LsmFiles.NeedsLabels(LsmKind.AppArmor));
        Assert.False(LsmFiles.NeedsLabels(LsmKind.Smack));
        Assert.False(LsmFiles.NeedsLabels(LsmKind.None));
    }
}
