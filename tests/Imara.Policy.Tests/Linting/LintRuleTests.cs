using Imara.Policy.Kernels;

namespace Imara.Policy.Tests.Linting;

/// <summary>What each lint rule underlines, and where it has to stay silent. The texts hold <c>;</c> for a line feed.</summary>
public class LintRuleTests
{
    [Theory]
    [InlineData("IMA0301", "6.12", "measure func=CREDS_CHECK mask=^MAY_WRITE", "mask=^MAY_WRITE")]
    [InlineData("IMA0301", "7.3", "appraise func=POLICY_CHECK appraise_type=imasig mask=MAY_EXEC", "mask=MAY_EXEC")]
    [InlineData("IMA0302", "6.12", "audit mask=MAY_APPEND", "mask=MAY_APPEND")]
    [InlineData("IMA0303", "6.12", "audit func=PATH_CHECK mask=MAY_WRITE uid=5", "mask=MAY_WRITE")]
    [InlineData("IMA0304", "6.12", "measure func=BPRM_CHECK euid>4294967294", "euid>4294967294")]
    [InlineData("IMA0305", "6.12", "audit func=BPRM_CHECK mask=MAY_EXEC;audit func=BPRM_CHECK uid=0", "audit func=BPRM_CHECK uid=0")]
    [InlineData("IMA0305", "6.12", "audit uid>10 fowner<5;audit uid=11 fowner=4 fsname=xfs", "audit uid=11 fowner=4 fsname=xfs")]
    [InlineData("IMA0305", "6.12", "measure func=KEY_CHECK keyrings=.ima|.evm gid=5;measure func=KEY_CHECK keyrings=.evm", "measure func=KEY_CHECK keyrings=.evm")]
    [InlineData("IMA0306", "6.16", "audit fowner=3; audit\tfowner=3 # again", "audit\tfowner=3")]
    [InlineData("IMA0307", "6.12", "appraise func=BPRM_CHECK;dont_appraise func=BPRM_CHECK fowner>0", "dont_appraise func=BPRM_CHECK fowner>0")]
    [InlineData("IMA0308", "6.12", "measure func=BPRM_CHECK uid=0;dont_measure func=BPRM_CHECK", "dont_measure func=BPRM_CHECK")]
    [InlineData("IMA0309", "6.12", "dont_hash;hash fowner=0;hash fowner=1", "hash fowner=0")]
    [InlineData("IMA0310", "6.12", "appraise func=SETXATTR_CHECK appraise_algos=sha256;appraise appraise_algos=sha512 func=SETXATTR_CHECK", "appraise appraise_algos=sha512 func=SETXATTR_CHECK")]
    [InlineData("IMA0311", "6.12", "measure func=CRITICAL_DATA gid>5", "gid>5")]
    [InlineData("IMA0312", "7.3", "dont_measure func=POLICY_CHECK fsname=tmpfs;measure func=BPRM_CHECK", "dont_measure func=POLICY_CHECK fsname=tmpfs")]
    [InlineData("IMA0313", "6.12", "measure func=BPRM_CHECK fsname=fuse.sshfs", "fuse.sshfs")]
    [InlineData("IMA0314", "6.12", "measure func=BPRM_CHECK fsuuid=00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000")]
    [InlineData("IMA0315", "6.12", "measure func=BPRM_CHECK fsuuid=8bcbe394-4f13-4144-be8e-5aa9ea2ce2f6x", "x")]
    [InlineData("IMA0316", "6.12", "dont_measure fsmagic=40864;measure func=BPRM_CHECK", "40864")]
    [InlineData("IMA0317", "6.12", "measure func=BPRM_CHECK fsmagic=0x65735546", "0x65735546")]
    [InlineData("IMA0318", "6.12", "measure func=BPRM_CHECK fsname=ext4 fsname=xfs", "fsname=ext4")]
    [InlineData("IMA0319", "6.12 smack custom", "measure func=BPRM_CHECK obj_type=x", "obj_type=x")]
    [InlineData("IMA0319", "6.12 custom", "measure func=BPRM_CHECK subj_role=x", "subj_role=x")]
    [InlineData("IMA0321", "6.12 selinux", "measure func=BPRM_CHECK subj_type=domain", "domain")]
    [InlineData("IMA0322", "6.12", "dont_measure permit_directio fowner=0;measure func=BPRM_CHECK;appraise func=BPRM_CHECK", "permit_directio")]
    [InlineData("IMA0323", "6.12", "measure func=BPRM_CHECK digest_type=verity template=ima-sig", "template=ima-sig")]
    [InlineData("IMA0324", "6.12", "measure func=BPRM_CHECK digest_type=verity", "digest_type=verity")]
    [InlineData("IMA0325", "6.12", "measure func=BPRM_CHECK pcr=009", "009")]
    [InlineData("IMA0326", "6.12", "measure func=BPRM_CHECK pcr=16", "16")]
    [InlineData("IMA0327", "6.12", "measure func=BPRM_CHECK pcr=63", "63")]
    [InlineData("IMA0328", "6.12", "measure func=KEXEC_CMDLINE pcr=-0", "pcr=-0")]
    [InlineData("IMA0329", "6.12", "measure func=CRITICAL_DATA template=ima-sig", "template=ima-sig")]
    [InlineData("IMA0330", "6.12", "measure func=KEXEC_KERNEL_CHECK template=ima-sigv2;appraise func=KEXEC_KERNEL_CHECK appraise_type=imasig|modsig", "template=ima-sigv2")]
    [InlineData("IMA0331", "6.12", "measure func=BPRM_CHECK template=d|n", "template=d|n")]
    [InlineData("IMA0332", "6.19", "measure func=BPRM_CHECK fsname=ext4 fs_subtype=sshfs", "fs_subtype=sshfs")]
    [InlineData("IMA0333", "6.12 smack", "appraise func=SETXATTR_CHECK appraise_algos=sha256 obj_user=x", "obj_user=x")]
    [InlineData("IMA0334", "6.12", "measure func=KEY_CHECK keyrings=.ima\u000b", "\u000b")]
    [InlineData("IMA0335", "6.12", "measure func=CRITICAL_DATA label='selinux'", "'selinux'")]
    [InlineData("IMA0336", "6.12", "measure func=CRITICAL_DATA label=selinux,kernel_info", "selinux,kernel_info")]
    [InlineData("IMA0337", "6.12", "measure func=KEY_CHECK keyrings=.ima|evm", ".ima|evm")]
    [InlineData("IMA0338", "6.12", "measure func=CRITICAL_DATA label=kernel-info", "kernel-info")]
    [InlineData("IMA0339", "6.12", "audit func=BPRM_CHECK appraise_flag=x", "appraise_flag=x")]
    [InlineData("IMA0340", "6.12", "appraise func=FILE_CHECK mask=^MAY_READ uid=0", "appraise func=FILE_CHECK mask=^MAY_READ uid=0")]
    [InlineData("IMA0341", "6.12", "appraise mask=^MAY_WRITE", "appraise mask=^MAY_WRITE")]
    [InlineData("IMA0342", "7.1", "appraise appraise_type=sigv3", "appraise appraise_type=sigv3")]
    [InlineData("IMA0343", "6.12-debian", "appraise func=POLICY_CHECK", "func=POLICY_CHECK")]
    [InlineData("IMA0344", "6.12", "appraise func=POLICY_CHECK", "func=POLICY_CHECK")]
    [InlineData("IMA0345", "6.12", "dont_appraise func=BPRM_CHECK;appraise fsname=ext4", "dont_appraise func=BPRM_CHECK")]
    [InlineData("IMA0346", "6.12", "appraise func=MMAP_CHECK_REQPROT", "func=MMAP_CHECK_REQPROT")]
    [InlineData("IMA0347", "6.12", "appraise func=BPRM_CHECK appraise_type=imasig;appraise fsname=ext4", "appraise_type=imasig")]
    [InlineData("IMA0348", "6.12", "appraise func=MODULE_CHECK", "appraise func=MODULE_CHECK")]
    [InlineData("IMA0349", "6.12", "dont_appraise fsname=nfs;measure func=BPRM_CHECK", "dont_appraise fsname=nfs")]
    [InlineData("IMA0360", "6.12", "measure func=FILE_CHECK euid=0", "measure func=FILE_CHECK euid=0")]
    [InlineData("IMA0361", "6.12", "dont_measure fsmagic=0x9fa0 uid=5;dont_measure fsname=sysfs;measure func=FILE_CHECK", "measure func=FILE_CHECK")]
    [InlineData("IMA0362", "6.12", "measure pcr=11", "measure pcr=11")]
    [InlineData("IMA0363", "6.12", "audit", "audit")]
    [InlineData("IMA0370", "6.12", "measure func=BPRM_CHECK fgroup=4294967294", "4294967294")]
    [InlineData("IMA0371", "6.19", "appraise func=BPRM_CHECK digest_type=verity appraise_type=sigv3", "appraise func=BPRM_CHECK digest_type=verity appraise_type=sigv3")]
    [InlineData("IMA0372", "6.12", "measure func=PATH_CHECK fowner=5", "PATH_CHECK")]
    [InlineData("IMA0373", "6.12", "measure func=BPRM_CHECK fsmagic=+58465342", "+58465342")]
    [InlineData("IMA0374", "6.12", "uid=0 measure func=BPRM_CHECK", "measure")]
    public void A_finding_underlines_what_it_is_about(string id, string context, string policy, string underlined)
    {
        var check = Lints.Of(policy.Replace(';', '\n') + "\n", context);
        Assert.True(check.IsAccepted, string.Join(' ', check.Diagnostics.Select(found => found.Diagnostic.Message)));
        Assert.Contains(id, Lints.Ids(check));
        Assert.Equal(underlined, Lints.Underlined(check, id));
    }

    [Theory]
    [InlineData("IMA0301", "7.3", "measure func=POLICY_CHECK mask=MAY_EXEC")]
    [InlineData("IMA0302", "6.12", "measure mask=^MAY_APPEND")]
    [InlineData("IMA0303", "6.12", "dont_measure mask=MAY_READ;measure func=FILE_CHECK mask=MAY_EXEC")]
    [InlineData("IMA0304", "6.12", "measure func=KEY_CHECK gid<0")]
    [InlineData("IMA0304", "6.12", "measure fowner>4294967294")]
    [InlineData("IMA0305", "6.12", "measure func=FILE_CHECK mask=^MAY_READ euid=0;measure func=FILE_CHECK mask=^MAY_READ uid=0")]
    [InlineData("IMA0305", "6.12", "measure uid=0;measure func=KEY_CHECK uid=0;measure func=CRITICAL_DATA uid=0")]
    [InlineData("IMA0305", "7.3", "measure uid=0;measure func=POLICY_CHECK uid=0")]
    [InlineData("IMA0305", "6.12", "measure mask=MAY_READ;measure mask=^MAY_READ")]
    [InlineData("IMA0305", "6.12", "appraise fowner=0;appraise func=MODULE_CHECK fowner=0")]
    [InlineData("IMA0305", "6.12", "measure uid>5;measure uid>4;measure uid<6")]
    [InlineData("IMA0305", "6.12 selinux", "measure obj_type=bin_t;measure subj_type=bin_t")]
    [InlineData("IMA0305", "6.12 custom", "measure obj_type=bin_t;measure obj_type=bin_t uid=0")]
    [InlineData("IMA0306", "6.12", "measure func=BPRM_CHECK pcr=11;measure func=BPRM_CHECK pcr=12")]
    [InlineData("IMA0308", "6.12", "dont_measure fsname=proc;measure func=BPRM_CHECK")]
    [InlineData("IMA0308", "6.12", "measure func=BPRM_CHECK uid=0;dont_measure permit_directio func=BPRM_CHECK")]
    [InlineData("IMA0309", "6.12", "measure;measure func=KEY_CHECK;measure func=CRITICAL_DATA")]
    [InlineData("IMA0309", "7.3", "measure;measure func=POLICY_CHECK")]
    [InlineData("IMA0311", "6.12", "measure func=KEXEC_CMDLINE gid=5")]
    [InlineData("IMA0312", "7.2", "measure func=POLICY_CHECK fowner=0")]
    [InlineData("IMA0312", "7.3", "measure func=POLICY_CHECK uid=0 mask=^MAY_READ pcr=11 template=ima-buf")]
    [InlineData("IMA0313", "6.12", "measure func=BPRM_CHECK fsname=zfs;measure func=BPRM_CHECK fsname=rootfs;measure func=BPRM_CHECK fsname=cifs")]
    [InlineData("IMA0316", "6.12", "measure func=BPRM_CHECK fsmagic=58465342")]
    [InlineData("IMA0317", "6.12", "measure func=BPRM_CHECK fsmagic=0xef53 fsname=ext4")]
    [InlineData("IMA0320", "6.12 apparmor custom", "measure func=BPRM_CHECK obj_type=x")]
    [InlineData("IMA0321", "6.12 selinux", "measure func=BPRM_CHECK obj_role=domain")]
    [InlineData("IMA0322", "6.12", "measure func=BPRM_CHECK permit_directio;appraise func=MODULE_CHECK")]
    [InlineData("IMA0322", "6.12", "measure func=BPRM_CHECK fowner=1 permit_directio;appraise func=BPRM_CHECK fowner=0")]
    [InlineData("IMA0322", "6.12", "dont_measure permit_directio;appraise func=BPRM_CHECK")]
    [InlineData("IMA0323", "6.12", "audit func=BPRM_CHECK digest_type=verity")]
    [InlineData("IMA0325", "6.12", "measure func=KEY_CHECK pcr=0")]
    [InlineData("IMA0326", "6.12", "measure func=BPRM_CHECK pcr=17")]
    [InlineData("IMA0328", "6.12", "measure func=BPRM_CHECK pcr=0")]
    [InlineData("IMA0329", "6.12", "measure func=KEY_CHECK template=ima-buf")]
    [InlineData("IMA0332", "6.12", "measure func=BPRM_CHECK fsname=devtmpfs fsmagic=0x1021994;measure func=BPRM_CHECK fsname=rootfs fsmagic=0x858458f6")]
    [InlineData("IMA0337", "6.12", "measure func=KEY_CHECK keyrings=backup")]
    [InlineData("IMA0338", "6.12", "measure func=CRITICAL_DATA label=vendor_table")]
    [InlineData("IMA0339", "6.1", "appraise func=MODULE_CHECK appraise_type=imasig|modsig appraise_flag=check_blacklist")]
    [InlineData("IMA0340", "6.12", "appraise func=BPRM_CHECK;appraise func=FILE_CHECK uid=1000;appraise fowner=1000;appraise fsname=ext4")]
    [InlineData("IMA0340", "6.12", "dont_appraise fowner=0;appraise func=FILE_CHECK")]
    [InlineData("IMA0341", "6.12", "dont_appraise uid=0;appraise func=FILE_CHECK")]
    [InlineData("IMA0342", "6.12", "appraise func=BPRM_CHECK appraise_type=imasig;appraise fsname=squashfs appraise_type=imasig")]
    [InlineData("IMA0343", "6.12", "appraise func=POLICY_CHECK appraise_type=imasig")]
    [InlineData("IMA0344", "6.12-debian", "appraise func=POLICY_CHECK appraise_type=imasig")]
    [InlineData("IMA0345", "6.12", "dont_appraise func=BPRM_CHECK fsname=nfs;dont_appraise func=FILE_CHECK;appraise fowner=0")]
    [InlineData("IMA0345", "6.12", "dont_appraise func=MMAP_CHECK;appraise fowner=0 appraise_type=imasig")]
    [InlineData("IMA0347", "6.12", "appraise func=BPRM_CHECK appraise_type=imasig fsname=xfs;appraise fsname=ext4")]
    [InlineData("IMA0347", "6.12", "appraise func=POLICY_CHECK appraise_type=imasig;appraise fowner=0")]
    [InlineData("IMA0348", "6.12-debian", "appraise func=MODULE_CHECK appraise_type=imasig")]
    [InlineData("IMA0349", "6.12 custom", "dont_measure fsname=nfs")]
    [InlineData("IMA0350", "6.12", "appraise func=BPRM_CHECK")]
    [InlineData("IMA0360", "6.12", "measure func=FILE_CHECK uid>999")]
    [InlineData("IMA0362", "6.12", "measure fowner=0;measure uid=0;measure func=FILE_CHECK")]
    [InlineData("IMA0363", "6.12", "audit func=BPRM_CHECK;audit fowner=1000")]
    [InlineData("IMA0370", "6.12-debian", "measure func=BPRM_CHECK uid=4294967294")]
    [InlineData("IMA0371", "7.1", "appraise func=BPRM_CHECK digest_type=verity appraise_type=sigv3")]
    [InlineData("IMA0373", "6.12", "measure func=BPRM_CHECK fsmagic=0X9fa0")]
    public void Where_it_is_not_true_nothing_is_said(string id, string context, string policy)
    {
        var check = Lints.Of(policy.Replace(';', '\n') + "\n", context);
        Assert.True(check.IsAccepted, string.Join(' ', check.Diagnostics.Select(found => found.Diagnostic.Message)));
        Assert.DoesNotContain(id, Lints.Ids(check));
    }

    [Fact]
    public void The_line_that_comes_first_is_named_also_in_another_file()
    {
        var context = Lints.Context("6.12");
        var check = Lints.Of([new("a", "\n\naudit fowner=0\n"u8.ToArray()), new("b", "audit fowner=0 uid=0\n"u8.ToArray())], context);
        var found = Assert.Single(check.Diagnostics);
        Assert.Equal((1, 1, "the rule is never reached: line 3 of an earlier file matches all it matches"), (found.Source, found.Line, found.Diagnostic.Message));
    }

    [Fact]
    public void Nothing_is_missed_in_a_policy_that_has_a_refused_line()
    {
        var check = Lints.Of("dont_measure fsname=proc\nmeasure func=BPRM_CHEK\n");
        Assert.Equal(["IMA0103"], Lints.Ids(check));
    }

    [Fact]
    public void Lists_of_an_LSM_policy_tell_what_is_undefined()
    {
        var context = Lints.Context("6.12 custom") with { Lsm = new LsmContext(LsmKind.SELinux, []) };
        var check = Lints.Of("measure func=BPRM_CHECK obj_type=bin_t\n", context);
        Assert.Equal(["IMA0320"], Lints.Ids(check));
        Assert.Contains("hidden", check.Diagnostics[0].Diagnostic.Message);
    }

    [Fact]
    public void A_kernel_without_appraisal_is_told_so_once()
    {
        var context = Lints.Context("6.12-debian");
        context = context with { Kernel = context.Kernel with { Options = context.Kernel.Options & ~KernelOption.Appraise } };
        Assert.Equal(["IMA0350"], Lints.Ids(Lints.Of("appraise fowner=0\nappraise func=MODULE_CHECK\n", context)));
    }
}
