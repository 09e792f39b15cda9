using Imara.Appraisal.Simulating;
using Imara.Policy.Rules;

namespace Imara.Appraisal.Tests.Simulating;

public class AccessTableTests
{
    private const string Elf = "Execute:FILE_CHECK Execute:BPRM_CHECK Execute:CREDS_CHECK Execute:MMAP_CHECK_REQPROT Execute:MMAP_CHECK";

    [Theory]
    [InlineData("root", 0x1a4, 0, "Read:FILE_CHECK Write:FILE_CHECK")]
    [InlineData("root", 0x000, 0, "Read:FILE_CHECK Write:FILE_CHECK")]
    [InlineData("root", 0x040, 0, "Read:FILE_CHECK Write:FILE_CHECK " + Elf)]
    [InlineData("user", 0x1a4, 0, "Read:FILE_CHECK")]
    [InlineData("user", 0x1ed, 0, "Read:FILE_CHECK " + Elf)]
    [InlineData("user", 0x1c0, 0, "")]
    [InlineData("owner", 0x180, 0, "Read:FILE_CHECK Write:FILE_CHECK")]
    [InlineData("owner", 0x007, 0, "")]
    [InlineData("group", 0x028, 0, "Read:FILE_CHECK " + Elf)]
    [InlineData("root", 0x1a4, (int)FileTraits.ReadOnlyMount, "Read:FILE_CHECK")]
    [InlineData("root", 0x1ed, (int)(FileTraits.ReadOnlyMount | FileTraits.NoExecMount | FileTraits.SharedObject), "Read:FILE_CHECK")]
    [InlineData("user", 0x1a4, (int)FileTraits.SharedObject, "Read:FILE_CHECK Map:MMAP_CHECK_REQPROT Map:MMAP_CHECK")]
    [InlineData("root", 0x1a4, (int)FileTraits.Module, "Read:FILE_CHECK Write:FILE_CHECK Module:MODULE_CHECK")]
    [InlineData("user", 0x1a4, (int)FileTraits.Module, "Read:FILE_CHECK")]
    [InlineData("root", 0x100, (int)(FileTraits.Firmware | FileTraits.KexecKernel | FileTraits.ReadOnlyMount), "Read:FILE_CHECK Firmware:FIRMWARE_CHECK KexecKernel:KEXEC_KERNEL_CHECK")]
    [InlineData("root", 0x100, (int)(FileTraits.Policy | FileTraits.KexecInitramfs | FileTraits.ReadOnlyMount), "Read:FILE_CHECK KexecInitramfs:KEXEC_INITRAMFS_CHECK Policy:POLICY_CHECK")]
    [InlineData("root", 0x1c0, (int)(FileTraits.ModesOfMount | FileTraits.NotMapped), "Read:FILE_CHECK Write:FILE_CHECK")]
    [InlineData("root", 0x1c0, (int)FileTraits.ModesOfMount, "Read:FILE_CHECK Write:FILE_CHECK " + Elf)]
    [InlineData("user", 0x1ed, (int)FileTraits.Script, "Read:FILE_CHECK Execute:FILE_CHECK Execute:BPRM_CHECK Execute:CREDS_CHECK")]
    public void The_mode_the_mount_and_the_use_of_a_file_tell_what_can_happen(string who, uint mode, int traits, string expected)
    {
        var subject = who switch
        {
            "root" => Subject.Root,
            "owner" => Subject.User(50, 1000),
            "group" => Subject.User(1000, 60),
            _ => Subject.User(1000, 1000),
        };
        Assert.Equal(expected, string.Join(' ', Questions("6.12", subject, mode, (FileTraits)traits).Select(q => $"{q.Kind}:{PolicyWords.Of(q.Func)}")));
    }

    [Fact]
    public void A_kernel_without_a_question_is_not_asked_it()
    {
        Assert.DoesNotContain(Questions("6.1", Subject.Root, 0x1ed, FileTraits.None), q => q.Func == PolicyFunc.MmapCheckReqprot);
        Assert.DoesNotContain(Questions("7.3", Subject.Root, 0x1ed, FileTraits.Script), q => q.Func == PolicyFunc.CredsCheck);
    }

    [Fact]
    public void New_kernels_check_credentials_after_set_user_id_and_old_ones_before()
    {
        var user = Subject.User(1000, 1000);
        Assert.Equal(50u, Creds("7.3", 0x9ed, FileTraits.None).Euid);
        Assert.Equal(60u, Creds("7.3", 0x5ed, FileTraits.None).Egid);
        Assert.Equal(1000u, Creds("7.3", 0x9ed, FileTraits.NoSetUidMount).Euid);
        Assert.Equal(1000u, Creds("6.12", 0x9ed, FileTraits.None).Euid);

        Imara.Evaluation.Credentials Creds(string kernel, uint mode, FileTraits traits) =>
            Questions(kernel, user, mode, traits).Single(q => q.Func == PolicyFunc.CredsCheck).Creds;
    }

    [Theory]
    [InlineData("6.1")]
    [InlineData("6.12")]
    [InlineData("7.3")]
    public void A_program_is_mapped_by_whom_it_runs_as(string kernel) =>
        Assert.All(Questions(kernel, Subject.User(1000, 1000), 0x9ed, FileTraits.None).Where(q => q is { Kind: AccessKind.Execute, Func: PolicyFunc.MmapCheck or PolicyFunc.MmapCheckReqprot }),
            q => Assert.Equal((50u, 50u), (q.Creds.Euid, q.Task.Euid)));

    [Fact]
    public void Who_cannot_reach_a_file_does_nothing_to_it()
    {
        var questions = new List<AccessQuestion>();
        new AccessTable(Given.Setup().Kernel, [Subject.Root, Subject.User(1000, 1000)]).Fill(0, 0, 0x1ff, FileTraits.None, reach: 1, questions);
        Assert.All(questions, q => Assert.Equal(0, q.Subject));
    }

    private static List<AccessQuestion> Questions(string kernel, Subject subject, uint mode, FileTraits traits)
    {
        var questions = new List<AccessQuestion>();
        new AccessTable(Given.Setup(kernel).Kernel, [subject]).Fill(50, 60, mode, traits, reach: 1, questions);
        return questions;
    }
}
