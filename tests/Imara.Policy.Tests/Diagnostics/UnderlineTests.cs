using System.Text;
using Imara.Policy.Checking;
using Imara.Policy.Kernels;
using Imara.Policy.Parsing;

namespace Imara.Policy.Tests.Diagnostics;

/// <summary>Which bytes of a line a diagnostic points at.</summary>
public class UnderlineTests
{
    [Theory]
    [InlineData("IMA0101", "measure fuc=BPRM_CHECK", "fuc")]
    [InlineData("IMA0101", "measure func=BPRM_CHECK bprm", "bprm")]
    [InlineData("IMA0101", "measure mask>MAY_READ", "mask>MAY_READ")]
    [InlineData("IMA0102", "measure uid= 0", "uid=")]
    [InlineData("IMA0103", "measure func=BPRM", "BPRM")]
    [InlineData("IMA0104", "measure mask=^^MAY_READ", "^^MAY_READ")]
    [InlineData("IMA0105", "measure uid>=0", "=0")]
    [InlineData("IMA0106", "measure fsmagic=10000000000000000", "10000000000000000")]
    [InlineData("IMA0107", "measure fsuuid=8bcbe3944f134144be8e5aa9ea2ce2f6", "8bcbe3944f134144be8e5aa9ea2ce2f6")]
    [InlineData("IMA0108", "measure func=BPRM_CHECK func=FILE_CHECK", "func=FILE_CHECK")]
    [InlineData("IMA0109", "measure audit", "audit")]
    [InlineData("IMA0110", "mask=MAY_READ func=FILE_CHECK", "func=FILE_CHECK")]
    [InlineData("IMA0111", "measure func=CRITICAL_DATA label=a||b", "")]
    [InlineData("IMA0112", "measure template=d-ng", "d-ng")]
    [InlineData("IMA0113", "template=ima-ng measure", "template=ima-ng")]
    [InlineData("IMA0114", "appraise appraise_algos=sha256,sha-512", "sha-512")]
    [InlineData("IMA0116", "measure fs_subtype=x", "fs_subtype")]
    [InlineData("IMA0118", "appraise appraise_type=modsig", "modsig")]
    [InlineData("IMA0119", "measure digest_type=ima", "ima")]
    [InlineData("IMA0120", "appraise appraise_type=sigv3", "appraise_type=sigv3")]
    [InlineData("IMA0121", "measure subj_role=x", "x")]
    [InlineData("IMA0122", "audit func=KEY_CHECK", "audit")]
    [InlineData("IMA0123", "measure func=KEY_CHECK euid=0", "euid=0")]
    [InlineData("IMA0124", "dont_measure pcr=4", "pcr=4")]
    [InlineData("IMA0125", "measure label=x", "label=x")]
    [InlineData("IMA0126", "appraise func=SETXATTR_CHECK", "func=SETXATTR_CHECK")]
    [InlineData("IMA0127", "appraise digest_type=verity", "digest_type=verity")]
    [InlineData("IMA0128", "appraise appraise_type=imasig|modsig", "appraise_type=imasig|modsig")]
    [InlineData("IMA0130", "measure # why", "#")]
    [InlineData("IMA0131", "measure func=BPRM_CHECK\r", "\r")]
    public void A_diagnostic_points_at_what_is_wrong(string id, string line, string underlined)
    {
        // A line before it: offsets count from the start of the file, columns from the start of the line.
        const string before = "audit\n";
        var text = Encoding.UTF8.GetBytes(before + line + "\n");
        var context = new RuleContext(KnownKernels.OfVersion(new KernelVersion(6, 12)), LsmContext.None);
        var check = PolicyChecker.Check([new PolicySource("x", text)], context, LoadMethod.Lines);
        var found = Assert.Single(check.Diagnostics);
        Assert.Equal(id, found.Diagnostic.Descriptor.Id);
        Assert.Equal(underlined, Encoding.UTF8.GetString(found.Diagnostic.Span.Of(text)));
        Assert.Equal((2, found.Diagnostic.Span.Start - before.Length + 1), (found.Line, found.Column));
    }

    [Theory]
    [InlineData("IMA0115", "6.1-debian", "appraise appraise_algos=sha256,sha512", "sha512")]
    [InlineData("IMA0117", "6.12-debian", "appraise func=MODULE_CHECK appraise_type=imasig|modsig", "imasig|modsig")]
    public void A_diagnostic_of_a_recorded_kernel_points_at_what_it_lacks(string id, string kernel, string line, string underlined)
    {
        var text = Encoding.UTF8.GetBytes(line + "\n");
        var check = PolicyChecker.Check([new PolicySource("x", text)], new RuleContext(KnownKernels.Find(kernel)!, LsmContext.None), LoadMethod.Lines);
        var found = Assert.Single(check.Diagnostics).Diagnostic;
        Assert.Equal((id, underlined), (found.Descriptor.Id, Encoding.UTF8.GetString(found.Span.Of(text))));
    }

    [Theory]
    [InlineData("IMA0129", 6, 3, "appraise appraise_flag=check_blacklist")]
    [InlineData("IMA0132", 5, 4, "pcr=4 measure")]
    public void An_old_kernel_wants_what_newer_ones_do_not(string id, int major, int minor, string line)
    {
        PolicyCheck Check(KernelVersion version) => PolicyChecker.Check(
            [new PolicySource("x", Encoding.UTF8.GetBytes(line + "\n"))], new RuleContext(KnownKernels.OfVersion(version), LsmContext.None), LoadMethod.Lines);
        Assert.Equal(id, Assert.Single(Check(new KernelVersion(major, minor)).Diagnostics).Diagnostic.Descriptor.Id);
        Assert.True(Check(KernelFeatures.Newest).IsAccepted);
    }

    [Theory]
    [InlineData("IMA0201", LoadMethod.Lines, "4096", 0)]
    [InlineData("IMA0202", LoadMethod.Lines, "nul", 7)]
    [InlineData("IMA0203", LoadMethod.Lines, "none", 0)]
    [InlineData("IMA0204", LoadMethod.Path, "open", 7)]
    [InlineData("IMA0205", LoadMethod.Lines, "path", 0)]
    [InlineData("IMA0207", LoadMethod.Lines, "open", 7)]
    public void What_is_wrong_with_a_file_is_said_at_its_place(string id, LoadMethod method, string kind, int offset)
    {
        var text = kind switch
        {
            "4096" => "#" + new string('x', 4095) + "\nmeasure\n",
            "nul" => "measure\0x\n",
            "none" => "# x\n",
            "path" => "/etc/x\n",
            _ => "measure",
        };
        var context = new RuleContext(KnownKernels.OfVersion(new KernelVersion(6, 12)), LsmContext.None);
        var found = Assert.Single(PolicyChecker.Check([new PolicySource("x", Encoding.UTF8.GetBytes(text))], context, method).Diagnostics);
        Assert.Equal((id, offset), (found.Diagnostic.Descriptor.Id, found.Diagnostic.Span.Start));
    }
}
