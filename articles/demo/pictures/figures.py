"""Whole people: simple, well-proportioned flat figures."""

from .canvas import Canvas, Point
from .heads import Look, head, random_look
from .palette import INK, darker
from .poses import POSES, Joints, Pose


class Figure:
    """One person at a place: turns joints into picture units and draws the parts."""

    def __init__(
        self,
        canvas: Canvas,
        x: float,
        foot: float,
        height: float,
        look: Look,
        pose: Pose,
        facing: int,
        depth: float,
        *,
        back: bool,
    ):
        self.canvas = canvas
        self.x, self.foot, self.height = x, foot, height
        self.look, self.pose, self.facing, self.depth, self.back = look, pose, facing, depth, back
        self.drop = pose.hips - 0.5

    def at(self, joint: Point, shift: float = 0.0) -> Point:
        return self.x + (joint[0] + shift) * self.height * self.facing, self.foot - joint[1] * self.height

    def limb(self, joints: list[Point], width: float, colour: str) -> None:
        self.canvas.line(joints, width * self.height, colour, self.depth)

    def leg(self, joints: Joints, side: float, shade: float) -> None:
        colour = darker(self.look.bottom, shade)
        hip = self.at((side * 0.04, self.pose.hips))
        self.limb([hip, self.at(joints[0]), self.at(joints[1])], 0.082, colour)
        ankle = self.at(joints[1])
        self.limb([ankle, (ankle[0] + 0.045 * self.height * self.facing, ankle[1])], 0.042, darker(INK, shade))

    def arm(self, joints: Joints, side: float, shade: float) -> None:
        shoulder = self.at((side * 0.1 + self.pose.lean, 0.785 + self.drop))
        elbow, hand = (self.at(joint) for joint in joints)
        sleeve = darker(self.look.top, shade)
        skin = darker(self.look.skin, shade * 0.6)
        self.limb([shoulder, elbow, hand], 0.052, skin)
        if self.look.long_sleeves:
            wrist = (elbow[0] + (hand[0] - elbow[0]) * 0.72, elbow[1] + (hand[1] - elbow[1]) * 0.72)
            self.limb([shoulder, elbow, wrist], 0.062, sleeve)
        else:
            half = (shoulder[0] + (elbow[0] - shoulder[0]) * 0.7, shoulder[1] + (elbow[1] - shoulder[1]) * 0.7)
            self.limb([shoulder, half], 0.07, sleeve)

    def torso(self) -> None:
        lean, drop, hips = self.pose.lean, self.drop, self.pose.hips
        hem = hips - (0.12 if self.look.hijab and hips >= 0.5 else 0.03)
        body = [
            (-0.115 + lean, 0.79 + drop),
            (-0.05 + lean, 0.83 + drop),
            (0.05 + lean, 0.83 + drop),
            (0.115 + lean, 0.79 + drop),
            (0.098 + lean * 0.5, 0.64 + drop),
            (0.1, hem),
            (-0.1, hem),
            (-0.098 + lean * 0.5, 0.64 + drop),
        ]
        self.canvas.polygon([self.at(joint) for joint in body], self.look.top, self.depth)
        shade = [
            (-0.115 + lean, 0.79 + drop),
            (-0.06 + lean, 0.81 + drop),
            (-0.045 + lean * 0.5, 0.62 + drop),
            (-0.05, hem),
            (-0.1, hem),
            (-0.098 + lean * 0.5, 0.64 + drop),
        ]
        self.canvas.polygon([self.at(joint) for joint in shade], darker(self.look.top, 0.14), self.depth)

    def skirt(self) -> None:
        hips = self.pose.hips
        points = [self.at(joint) for joint in ((-0.095, hips), (0.095, hips), (0.125, 0.06), (-0.125, 0.06))]
        self.canvas.polygon(points, self.look.bottom, self.depth)

    def head(self) -> None:
        size = self.height
        x, y = self.at((0.012 + self.pose.lean * 1.3, 0.915 + self.drop))
        neck = self.at((self.pose.lean, 0.8 + self.drop))
        self.limb([(x - 0.01 * size * self.facing, y), neck], 0.056, darker(self.look.skin, 0.14))
        head(self.canvas, x, y, 0.072 * size, self.look, self.facing, self.depth, back=self.back)

    def draw(self) -> None:
        self.leg(self.pose.far_leg, -1, 0.16)
        self.leg(self.pose.near_leg, 1, 0.0)
        if self.look.skirt and self.pose.hips >= 0.5 and abs(self.pose.near_leg[1][0]) < 0.16:
            self.skirt()
        self.arm(self.pose.far_arm, -1, 0.18)
        self.torso()
        self.head()
        self.arm(self.pose.near_arm, 1, 0.06)


def person(
    canvas: Canvas,
    x: float,
    foot: float,
    height: float,
    pose: str = "stand",
    look: Look | None = None,
    facing: int = 1,
    depth: float = 0.0,
    *,
    back: bool = False,
) -> None:
    """Draw one person standing at (x, foot)."""
    Figure(canvas, x, foot, height, look or random_look(canvas), POSES[pose], facing, depth, back=back).draw()
