using System.Text;
using Imara.Boot.Audit;
using Imara.Boot.Proving;
using Imara.Policy.CommandLine;

namespace Imara.Boot.Tests.Proving;

/// <summary>Lines are those of booted systems.</summary>
public class ConsoleJudgeTests
{
    private const string Kernel = "[    0.000000] Linux version 6.12.117+deb12-cloud-amd64 (debian-kernel@lists.debian.org)\r\n[    0.030788] Kernel command line: console=ttyS0 ima_appraise=enforce\r\n";
    private const string Policy = "[    1.995366] ima: policy update completed\r\n";
    private const string Init = "[    2.090992] systemd[1]: systemd 252.39-1~deb12u2 running in system mode (+PAM +AUDIT)\r\n";
    private const string Target = "[    6.434385] systemd[1]: Reached target multi-user.target - Multi-User System.\r\n";
    private const string Login = "\r\nDebian GNU/Linux 12 lab console\r\n\r\nlab login: ";
    private const string Denial =
        "[    3.659898] audit: type=1800 audit(1796086411.255:34): pid=115 uid=0 auid=4294967295 ses=4294967295 subj=unconfined op=appraise_data cause=invalid-signature comm=\"(les-load)\" name=\"/usr/lib/systemd/systemd-modules-load\" dev=\"nvme0n1\" ino=1000 res=0 errno=0\r\n";

    [Fact]
    public void A_login_prompt_under_a_policy_is_a_system_that_came_up()
    {
        var seen = Judge(Kernel + Policy + Init + Target + Login);
        Assert.Equal([BootStage.Kernel, BootStage.Policy, BootStage.Init, BootStage.Target, BootStage.Login], seen.Stages.Select(stage => stage.Stage));
        Assert.Equal([0.0, 1.995366, 2.090992, 6.434385, null], seen.Stages.Select(stage => stage.Seconds));
        Assert.Equal("lab login:", seen.Stages[^1].Line);
        Assert.True(seen.IsDecided);
        Assert.Equal(ProvedVerdict.CameUp, seen.Verdict);
    }

    [Fact]
    public void What_the_kernel_says_behind_a_prompt_is_read_too()
    {
        var seen = Judge(Kernel + Init + Login + Policy + "[   12.557634] reboot: Power down\r\n");
        Assert.Equal(BootEnd.PoweredOff, seen.End);
        Assert.Equal(ProvedVerdict.CameUp, seen.Verdict);
    }

    [Fact]
    public void A_system_that_came_up_and_loaded_no_policy_proves_nothing_of_one() =>
        Assert.Equal(ProvedVerdict.CameUpWithoutPolicy, Judge(Kernel + Init + Target + Login).Verdict);

    [Fact]
    public void A_program_that_tells_of_a_load_is_not_the_kernel() =>
        Assert.DoesNotContain(BootStage.Policy, Judge(Kernel + "[    3.571479] imara: the kernel says `ima: policy update completed`\r\nima: policy update completed\r\n").Stages.Select(stage => stage.Stage));

    [Fact]
    public void A_target_counts_where_nothing_was_refused() => Assert.Equal(ProvedVerdict.CameUp, Judge(Kernel + Policy + Init + Target).Verdict);

    [Fact]
    public void A_target_that_was_reached_while_services_were_refused_does_not_count()
    {
        var seen = Judge(Kernel + Policy + Init + Denial + Target);
        var refusal = Assert.Single(seen.Refusals);
        Assert.Equal(("/usr/lib/systemd/systemd-modules-load", AuditVerdict.Denied), (refusal.Sample.Name.ToString(), refusal.Verdict));
        Assert.False(seen.IsDecided);
        Assert.Equal(ProvedVerdict.DidNotComeUp, seen.Verdict);
    }

    [Fact]
    public void What_would_be_refused_in_mode_enforce_is_not_refused_in_mode_log() =>
        Assert.Empty(Judge((Kernel + Denial).Replace("ima_appraise=enforce", "ima_appraise=log", StringComparison.Ordinal)).Refusals);

    [Theory]
    [InlineData("[    5.1] Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100", BootEnd.Panicked)]
    [InlineData("[    3.131792] systemd[1]: Failed to execute shutdown binary, freezing: Permission denied", BootEnd.Frozen)]
    [InlineData("[    3.132949] systemd[1]: Freezing execution.", BootEnd.Frozen)]
    [InlineData("[\e[0;1;31m!!!!!!\e[0m] Failed to load IMA policy, freezing. Freezing execution.", BootEnd.Frozen)]
    [InlineData("[   14.627686] reboot: System halted", BootEnd.Halted)]
    [InlineData("[   14.627686] reboot: Power down", BootEnd.PoweredOff)]
    [InlineData("[   14.627686] reboot: Restarting system", BootEnd.Restarted)]
    [InlineData("(initramfs) ", BootEnd.Shell)]
    [InlineData("You are in emergency mode. After logging in, type \"journalctl -xb\" to view", BootEnd.Shell)]
    [InlineData("[\e[0;32m  OK  \e[0m] Reached target \e[0;1;39memergency.target\e[0m - Emergency Mode.", BootEnd.Shell)]
    public void An_end_before_a_login_is_a_system_that_did_not_come_up(string line, BootEnd end)
    {
        var seen = Judge(Kernel + Policy + Init + Target + line);
        Assert.Equal(end, seen.End);
        Assert.True(seen.IsDecided);
        Assert.Equal(ProvedVerdict.DidNotComeUp, seen.Verdict);
    }

    [Fact]
    public void The_first_end_is_what_happened() =>
        Assert.Equal(BootEnd.Panicked, Judge(Kernel + "[    5.1] Kernel panic - not syncing: x\r\n[    5.2] reboot: Power down\r\n").End);

    [Fact]
    public void The_init_of_an_initramfs_is_not_that_of_the_system()
    {
        var initrd = "[    4.717019] Run /init as init process\r\n[    4.874225] systemd[1]: systemd 252.39-1~deb12u2 running in system mode (+PAM)\r\n[    4.875075] systemd[1]: Running in initrd.\r\n";
        Assert.DoesNotContain(BootStage.Init, Judge(Kernel + initrd).Stages.Select(stage => stage.Stage));
        var init = Assert.Single(Judge(Kernel + initrd + Policy + "[   27.239453] systemd[1]: systemd 252.39-1~deb12u2 running in system mode (+PAM)\r\n").Stages, stage => stage.Stage == BootStage.Init);
        Assert.Equal(27.239453, init.Seconds);
    }

    [Fact]
    public void A_console_that_stops_somewhere_could_not_tell()
    {
        var whole = Encoding.UTF8.GetBytes(Kernel + Policy + Init + Denial);
        for (var length = 0; length <= whole.Length; length++)
        {
            Assert.Equal(ProvedVerdict.CouldNotTell, ConsoleJudge.Judge(whole[..length], ModeOf).Verdict);
        }
    }

    [Fact]
    public void Any_bytes_are_a_console()
    {
        var bytes = new byte[4096];
        new Random(1).NextBytes(bytes);
        Assert.Equal(ProvedVerdict.CouldNotTell, ConsoleJudge.Judge(bytes, ModeOf).Verdict);
    }

    private static SeenBoot Judge(string console) => ConsoleJudge.Judge(Encoding.UTF8.GetBytes(console), ModeOf);

    private static AppraiseBits ModeOf(string text) => text.Contains("enforce", StringComparison.Ordinal) ? AppraiseBits.Enforce : AppraiseBits.Log;
}
