using System.Text;
using Imara.Boot.Machine;

namespace Imara.Boot.Tests.Machine;

public class KernelMessageTests
{
    [Theory]
    [InlineData("6,339,5140900,-;ima: policy update completed\n", true, "ima: policy update completed", 5_140_900)]
    [InlineData("30,340,5690716,-;systemd[1]: hello\n SUBSYSTEM=acpi\n", false, "systemd[1]: hello", 5_690_716)]
    [InlineData("5,1,2,c,caller=T1;audit: type=1802; more", true, "audit: type=1802; more", 2)]
    public void A_record_tells_who_speaks(string record, bool isKernel, string text, long microseconds)
    {
        Assert.True(KernelMessage.TryParse(Encoding.UTF8.GetBytes(record), out var message));
        Assert.Equal(new KernelMessage(isKernel, text, TimeSpan.FromMicroseconds(microseconds)), message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("6,1,2,-")]
    [InlineData("x,1,2,-;text")]
    [InlineData("6;a,b")]
    public void What_is_no_record_is_passed_over(string record) => Assert.False(KernelMessage.TryParse(Encoding.UTF8.GetBytes(record), out _));
}
