using Imara.Runtime.Monitoring;

namespace Imara.Runtime.Tests.Monitoring;

public class QueueAgeTests
{
    private readonly QueueAge age = new();

    [Fact]
    public void Nothing_is_known_before_the_first_look()
    {
        Assert.True(age.WantsLook(0));
        Assert.Equal(0, age.Of(1, 5000));
    }

    [Fact]
    public void What_was_in_the_queue_has_waited_since_the_look()
    {
        age.Looked(now: 1000, read: 10, waiting: 3);
        Assert.Equal([0L, 500, 900], new[] { age.Of(11, 1000), age.Of(12, 1500), age.Of(13, 1900) });
        Assert.Equal(0, age.Of(14, 2000));
    }

    [Fact]
    public void A_look_is_kept_until_its_last_event_is_read()
    {
        age.Looked(now: 1000, read: 10, waiting: 3);
        Assert.False(age.WantsLook(12));
        Assert.True(age.WantsLook(13));
    }
}
